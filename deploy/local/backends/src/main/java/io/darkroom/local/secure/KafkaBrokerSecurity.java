package io.darkroom.local.secure;

import java.util.Map;
import java.util.TreeMap;

/**
 * The settings that make a single-node broker secure. Three listeners: {@code CLIENT} for users with a password (SASL SCRAM over
 * TLS), {@code INTERNAL} for the broker itself and the operator, {@code CONTROLLER}; the last two want a client certificate. So no
 * user has to exist before the broker runs, and a folder that was formatted without security can be used with it.
 */
public record KafkaBrokerSecurity(TlsFiles files, Ports ports) {
    static final String MECHANISM = "SCRAM-SHA-512";

    /**
     * Where a broker listens on the loopback address.
     *
     * @param internal only of a secure one
     */
    public record Ports(int client, int internal, int controller) {}

    /** For clients of the given roles. */
    public String bootstrap() {
        return "127.0.0.1:" + ports.client();
    }

    /** For the operator. */
    public String internal() {
        return "127.0.0.1:" + ports.internal();
    }

    /** By the names of {@code server.properties}; addresses included. */
    public Map<String, String> settings() {
        Map<String, String> settings = new TreeMap<>();
        String outside = "CLIENT://" + bootstrap() + ",INTERNAL://" + internal();
        settings.put("listeners", outside + ",CONTROLLER://127.0.0.1:" + ports.controller());
        settings.put("advertised.listeners", outside);
        settings.put("listener.security.protocol.map", "CLIENT:SASL_SSL,INTERNAL:SSL,CONTROLLER:SSL");
        settings.put("inter.broker.listener.name", "INTERNAL");
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put("controller.quorum.voters", "1@127.0.0.1:" + ports.controller());
        settings.putAll(identity());
        settings.put("listener.name.internal.ssl.client.auth", "required");
        settings.put("listener.name.controller.ssl.client.auth", "required");
        settings.put("sasl.enabled.mechanisms", MECHANISM);
        settings.put(
                "listener.name.client.scram-sha-512.sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required;");
        settings.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
        // Kafka's default, written down because everything rests on it.
        settings.put("allow.everyone.if.no.acl.found", "false");
        // By certificate: a name that no user with a password can have.
        settings.put("super.users", "User:CN=" + TlsFiles.BROKER + ";User:CN=" + TlsFiles.OPERATOR);
        return settings;
    }

    private Map<String, String> identity() {
        return Map.of(
                "ssl.keystore.type", "PEM",
                "ssl.keystore.location", files.serverBoth().toString(),
                "ssl.truststore.type", "PEM",
                "ssl.truststore.location", files.authority().toString(),
                "ssl.enabled.protocols", "TLSv1.3");
    }
}
