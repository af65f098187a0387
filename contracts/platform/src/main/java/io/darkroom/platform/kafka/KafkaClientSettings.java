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
 * What every Kafka client of a process shares: the brokers' addresses and how to authenticate there. The names are Kafka's own,
 * {@code security.protocol}, {@code sasl.*}, {@code ssl.*} and so on, so that whatever a managed cluster documents for Java clients can
 * be configured as it stands.
 */
public final class KafkaClientSettings {
    private static final String ENVIRONMENT_PREFIX = "KAFKA_";
    /** Belongs to single clients; a shared value would put all of them into one group or under one name. */
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

    /** Brokers that need neither TLS nor a user. */
    public static KafkaClientSettings of(String bootstrapServers) {
        return of(Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
    }

    /**
     * Settings of a command: a properties file as Kafka's own tools take it, over it variables like {@code KAFKA_SASL_MECHANISM}, over
     * both the brokers that the command names.
     *
     * @param file null: none
     * @param bootstrapServers null: they come from the file or the environment
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

    /** The brokers' addresses, for messages. */
    public String bootstrapServers() {
        return String.valueOf(shared.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG));
    }

    /** The shared settings with those of one client over them. */
    public Map<String, Object> with(Map<String, ?> own) {
        Map<String, Object> settings = new HashMap<>(shared);
        settings.putAll(own);
        return settings;
    }
}
