package io.darkroom.local.backends;

import io.darkroom.local.process.ProcessSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The broker: one KRaft node that is broker and controller, tuned for fast start, restart and handover. */
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
        settings.putAll(BrokerSettings.ofOneNode(recordLock));
        return settings;
    }
}
