package io.darkroom.local.backends;

import io.darkroom.local.process.ProcessSpec;
import io.darkroom.local.secure.KafkaBrokerSecurity;
import io.darkroom.local.secure.TlsFiles;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The broker: one KRaft node that is broker and controller, tuned for fast start, restart and handover. */
record KafkaServer(
        Checkout checkout,
        DataFolder folder,
        KafkaBrokerSecurity.Ports ports,
        Duration recordLock,
        @Nullable TlsFiles tls) {
    /** Fixed, so that a kept data folder fits every later start. */
    private static final String CLUSTER = "ZGFya3Jvb20tbG9jYWwtMQ";

    String bootstrap() {
        return "127.0.0.1:" + ports.client();
    }

    /** Of a secure stack. */
    KafkaBrokerSecurity security() {
        if (tls == null) {
            throw new IllegalStateException("this broker has neither TLS nor users");
        }
        return new KafkaBrokerSecurity(tls, ports);
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
        settings.putAll(tls == null ? plain() : security().settings());
        settings.put("log.dirs", folder.resolve("kafka").toString());
        settings.putAll(BrokerSettings.ofOneNode(recordLock));
        return settings;
    }

    private Map<String, String> plain() {
        String address = "PLAINTEXT://" + bootstrap();
        String controller = "127.0.0.1:" + ports.controller();
        return Map.of(
                // Static voters: nothing on disk remembers the port, so a kept folder starts on any.
                "controller.quorum.voters",
                "1@" + controller,
                "listeners",
                address + ",CONTROLLER://" + controller,
                "advertised.listeners",
                address,
                "controller.listener.names",
                "CONTROLLER",
                "listener.security.protocol.map",
                "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    }
}
