package io.darkroom.platform.kafka;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.CommonClientConfigs;
import org.jspecify.annotations.Nullable;

/**
 * Settings shared by all Kafka clients of a process: broker addresses and authentication. The names are Kafka's own,
 * {@code security.protocol}, {@code sasl.*}, {@code ssl.*} and so on, so settings that a managed cluster documents for
 * Java clients can be used unchanged.
 */
public final class KafkaClientSettings {
    private static final String ENVIRONMENT_PREFIX = "KAFKA_";
    /** Set per client; a shared value would put all clients into one group or under one name. */
    private static final Set<String> NEVER_SHARED =
            Set.of("group.id", "client.id", "group.instance.id", "key.deserializer", "value.deserializer");

    private final Map<String, Object> shared;

    private KafkaClientSettings(Map<String, ?> configured) {
        Map<String, Object> settings = new HashMap<>(configured);
        settings.keySet().removeAll(NEVER_SHARED);
        Object brokers = settings.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG);
        if (brokers == null || brokers.toString().isBlank()) {
            throw new IllegalArgumentException(
                    "kafka.bootstrap.servers is not set; name the brokers, for example 127.0.0.1:9092");
        }
        this.shared = Map.copyOf(settings);
    }

    /**
     * @param configured Kafka's client settings by their own names, at least {@code bootstrap.servers}
     * @throws IllegalArgumentException without {@code bootstrap.servers}
     */
    public static KafkaClientSettings of(Map<String, ?> configured) {
        return new KafkaClientSettings(configured);
    }

    /** Settings for brokers without TLS and authentication. */
    public static KafkaClientSettings of(String bootstrapServers) {
        return of(Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
    }

    /**
     * Settings of a command-line tool, later ones override earlier ones: a properties file as used by Kafka's own
     * tools, environment variables such as {@code KAFKA_SASL_MECHANISM}, and the brokers given on the command line.
     *
     * @param file null: none
     * @param bootstrapServers null: taken from the file or the environment
     * @throws IOException if the file cannot be read
     */
    public static KafkaClientSettings of(
            Map<String, String> environment, @Nullable Path file, @Nullable String bootstrapServers)
            throws IOException {
        Map<String, Object> settings = new TreeMap<>();
        if (file != null) {
            Properties properties = new Properties();
            try (Reader reader = Files.newBufferedReader(file)) {
                properties.load(reader);
            }
            properties.stringPropertyNames().forEach(name -> settings.put(name, properties.getProperty(name)));
        }
        environment.forEach((name, value) -> {
            if (name.startsWith(ENVIRONMENT_PREFIX)) {
                settings.put(
                        name.substring(ENVIRONMENT_PREFIX.length())
                                .toLowerCase(Locale.ROOT)
                                .replace('_', '.'),
                        value);
            }
        });
        if (bootstrapServers != null) {
            settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        }
        return of(settings);
    }

    /** The broker addresses, for log and error messages. */
    public String bootstrapServers() {
        return String.valueOf(shared.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG));
    }

    /** The shared settings, overridden by those of one client. */
    public Map<String, Object> with(Map<String, ?> own) {
        Map<String, Object> settings = new HashMap<>(shared);
        settings.putAll(own);
        return settings;
    }
}
