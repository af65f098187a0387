package io.darkroom.local.backends;

import io.darkroom.local.process.ProcessSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The broker: one KRaft node that is broker and controller, tuned to start, restart and hand over fast. */
record KafkaServer(Checkout checkout, DataFolder folder, int port, int controllerPort, Duration recordLock) {
    /** Fixed, so that a kept data folder fits every later start. */
    private static final String CLUSTER = "ZGFya3Jvb20tbG9jYWwtMQ";

    String bootstrap() {
        return "127.0.0.1:" + port;
    }

    ProcessSpec spec() {
        StringBuilder text = new StringBuilder();
        settings()
                .forEach((key, value) ->
                        text.append(key).append('=').append(value).append('\n'));
        String file =
                folder.writePrivately("conf/kafka.properties", text.toString()).toString();
        // The first compiler only: a laptop's load does not need the second, and the start does.
        List<String> jvm = List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto");
        return ProcessSpec.of(
                        Backends.KAFKA,
                        ProcessSpec.java(
                                jvm, checkout.kafkaClassPath(), "io.darkroom.local.kafka.KafkaNode", file, CLUSTER),
                        folder.root(),
                        folder.logs().resolve("kafka.log"))
                .withOrphanDelay(Backends.OUTLIVES_CLIENTS);
    }

    private Map<String, String> settings() {
        Map<String, String> settings = new TreeMap<>();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", "1");
        // Static voters: nothing on disk remembers the port, so a kept folder starts on any.
        settings.put("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
        settings.put("listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
        settings.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.put("log.dirs", folder.resolve("kafka").toString());
        settings.put("auto.create.topics.enable", "false");
        settings.put("num.partitions", "1");
        settings.putAll(oneNode());
        settings.putAll(fastHandover());
        settings.putAll(shareLimits());
        return settings;
    }

    /*
     * Small segments, so that the groups' positions are compacted: after a crash the broker reads them all again, and one that
     * is fenced and admitted once more while it still reads loses track of its groups (seen with Kafka 4.4.0 and 160,000 records).
     */
    private static Map<String, String> oneNode() {
        return Map.of(
                "offsets.topic.segment.bytes", "1048576",
                "offsets.topic.replication.factor", "1",
                "offsets.topic.num.partitions", "1",
                "transaction.state.log.replication.factor", "1",
                "transaction.state.log.min.isr", "1",
                "transaction.state.log.num.partitions", "1",
                "share.coordinator.state.topic.replication.factor", "1",
                "share.coordinator.state.topic.min.isr", "1",
                "share.coordinator.state.topic.num.partitions", "1");
    }

    /*
     * The share session is not short: the records of a killed worker come back when its connection breaks, and a worker
     * that is only slow, on a machine with more to do than it can, must not lose the job that it is running.
     */
    private static Map<String, String> fastHandover() {
        return Map.of(
                "broker.session.timeout.ms", "1000",
                "broker.heartbeat.interval.ms", "300",
                "group.initial.rebalance.delay.ms", "0",
                "group.share.heartbeat.interval.ms", "300",
                "group.share.min.heartbeat.interval.ms", "300",
                "group.share.session.timeout.ms", "9000",
                "group.share.min.session.timeout.ms", "3000",
                "group.share.assignment.interval.ms", "0",
                "group.share.initialize.retry.interval.ms", "500",
                "group.coordinator.append.linger.ms", "0");
    }

    private Map<String, String> shareLimits() {
        return Map.of(
                "group.share.record.lock.duration.ms", Long.toString(recordLock.toMillis()),
                "group.share.min.record.lock.duration.ms", "1000",
                "group.share.max.record.lock.duration.ms", "600000",
                "group.share.max.delivery.count.limit", "25",
                // One unfinished record stalls its partition once so many later ones are done.
                "group.share.partition.max.record.locks", "10000",
                "group.share.max.partition.max.record.locks", "10000",
                "group.share.max.size", "1000");
    }
}
