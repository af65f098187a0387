package io.darkroom.cli.stack;

import io.darkroom.contracts.wire.Json;
import io.darkroom.platform.kafka.KafkaClientSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A stack that another process runs, as its {@code stack.json} describes it.
 *
 * @param pid of the launcher
 * @param gateway base address; empty without a gateway
 * @param parts by component name
 * @param security null: neither TLS nor users
 */
public record RunningStack(
        long pid,
        String gateway,
        String kafka,
        String redis,
        Store s3,
        Map<String, Part> parts,
        @Nullable Security security) {
    /** Name of the file in the data folder; it exists only while the stack runs. */
    public static final String FILE = "stack.json";

    /** One process. */
    public record Part(long pid, int restarts, String log) {}

    /** The object store, with the credentials that the stack uses. */
    public record Store(String endpoint, String accessKey, String secretKey, String bucket) {}

    /**
     * What clients of a secure stack need.
     *
     * @param ca PEM file of the authority that has signed every certificate
     * @param kafka settings of the installer's Kafka clients, brokers included
     */
    public record Security(String ca, Map<String, String> kafka) {
        public Security {
            kafka = Map.copyOf(kafka);
        }
    }

    public RunningStack {
        parts = new LinkedHashMap<>(parts);
    }

    /** How the installer reaches Kafka. */
    public KafkaClientSettings kafkaClient() {
        return security == null ? KafkaClientSettings.of(kafka) : KafkaClientSettings.of(security.kafka());
    }

    /** What clients have to trust; empty: nothing beside what they trust anyway. */
    public Optional<Path> ca() {
        return Optional.ofNullable(security).map(Security::ca).map(Path::of);
    }

    /** The stack on this data folder. A file whose launcher is gone was left by a crash and does not count. */
    public static Optional<RunningStack> on(Path data) {
        return read(data.resolve(FILE))
                .filter(stack -> ProcessHandle.of(stack.pid())
                        .map(ProcessHandle::isAlive)
                        .orElse(false));
    }

    private static Optional<RunningStack> read(Path file) {
        try {
            return Optional.of(Json.decode(Files.readAllBytes(file), RunningStack.class));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }
}
