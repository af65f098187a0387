package io.darkroom.local.kafka;

import kafka.Kafka;
import kafka.tools.StorageTool;

/** One JVM instead of two: formatting in a process of its own would cost a second of every first start. */
public final class KafkaNode {
    private KafkaNode() {}

    /**
     * @param args the properties file, and the cluster id to format with if the log directory is new
     */
    public static void main(String[] args) {
        String[] format = {"format", "--ignore-formatted", "--config", args[0], "--cluster-id", args[1]};
        int status = StorageTool.execute(format, System.out);
        if (status != 0) {
            System.exit(status);
        }
        Kafka.main(new String[] {args[0]});
    }
}
