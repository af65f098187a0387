package io.darkroom.local.secure;

import io.darkroom.install.Role;
import io.darkroom.platform.kafka.KafkaClientSettings;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;

/** How roles and the operator log in to a secure broker, and how their users come to be. */
public final class KafkaLogins {
    private static final int CALL_SECONDS = 15;

    /** The least that Kafka takes; the passwords are random, so that more would only cost time at each connection. */
    private static final int ITERATIONS = 4096;

    private KafkaLogins() {}

    /** Settings of every client of a role, beside the bootstrap servers: SASL SCRAM-SHA-512 over TLS. */
    public static Map<String, String> of(TlsFiles files, String user, String password) {
        Map<String, String> settings = new TreeMap<>(trust(files));
        settings.put("security.protocol", "SASL_SSL");
        settings.put("sasl.mechanism", KafkaBrokerSecurity.MECHANISM);
        settings.put(
                "sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"" + quoted(user)
                        + "\" password=\"" + quoted(password) + "\";");
        return settings;
    }

    /** Settings of the operator's clients, by certificate. */
    public static Map<String, String> operator(TlsFiles files) {
        Map<String, String> settings = new TreeMap<>(trust(files));
        settings.put("security.protocol", "SSL");
        settings.put("ssl.keystore.type", "PEM");
        settings.put("ssl.keystore.location", files.operatorBoth().toString());
        return settings;
    }

    /**
     * Creates the roles' users or gives them new passwords.
     *
     * @param operator settings of a super user
     * @throws IllegalStateException if the broker refuses or does not answer in time
     */
    public static void createUsers(KafkaClientSettings operator, Map<Role, String> passwords)
            throws InterruptedException {
        List<UserScramCredentialAlteration> users = passwords.entrySet().stream()
                .<UserScramCredentialAlteration>map(entry -> new UserScramCredentialUpsertion(
                        entry.getKey().user(),
                        new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, ITERATIONS),
                        entry.getValue()))
                .toList();
        try (Admin admin = Admin.create(operator.with(Map.of()))) {
            admin.alterUserScramCredentials(users).all().get(CALL_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException("Kafka refuses the users: " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException("Kafka did not confirm the users in time", e);
        }
    }

    private static Map<String, String> trust(TlsFiles files) {
        return Map.of(
                "ssl.truststore.type", "PEM",
                "ssl.truststore.location", files.authority().toString(),
                "ssl.enabled.protocols", "TLSv1.3");
    }

    private static String quoted(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }
}
