package io.darkroom.cli.option;

import io.darkroom.platform.kafka.KafkaClientSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Which Kafka a command talks to, and as whom. */
public final class KafkaOption {
    private static final String BROKERS = "KAFKA_BOOTSTRAP_SERVERS";

    private final Map<String, String> environment;

    @Option(
            names = "--kafka",
            scope = ScopeType.INHERIT,
            paramLabel = "HOST:PORT",
            description = "Bootstrap servers. Default: $$" + BROKERS + ".")
    private @Nullable String brokers;

    @Option(
            names = "--kafka-config",
            scope = ScopeType.INHERIT,
            paramLabel = "FILE",
            description = "Properties of Kafka's clients (TLS, SASL), as Kafka's own tools take them; "
                    + "variables like $$KAFKA_SASL_MECHANISM override it.")
    private @Nullable Path config;

    public KafkaOption() {
        this(System.getenv());
    }

    KafkaOption(Map<String, String> environment) {
        this.environment = environment;
    }

    /** Whether the command line names one; the environment alone does not count. */
    public boolean isGiven() {
        return brokers != null || config != null;
    }

    /** What options and environment say; empty if neither names brokers. */
    public Optional<KafkaClientSettings> find() {
        if (!isGiven() && !environment.containsKey(BROKERS)) {
            return Optional.empty();
        }
        try {
            return Optional.of(KafkaClientSettings.of(environment, config, brokers));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + config + ": " + e.getMessage(), e);
        }
    }

    /**
     * For commands that have no local stack to fall back to.
     *
     * @throws IllegalArgumentException if no brokers are named
     */
    public KafkaClientSettings require() {
        return find().orElseThrow(() -> new IllegalArgumentException(
                "no Kafka is named: give --kafka HOST:PORT, --kafka-config FILE or " + BROKERS));
    }
}
