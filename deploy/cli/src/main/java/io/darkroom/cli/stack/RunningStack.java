package io.darkroom.cli.stack;

import io.darkroom.contracts.wire.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A stack that another process runs, as its {@code stack.json} describes it.
 *
 * @param pid of the launcher
 * @param gateway base address; empty without a gateway
 * @param parts by component name
 */
public record RunningStack(long pid, String gateway, String kafka, String redis, Store s3, Map<String, Part> parts) {
    /** Name of the file in the data folder; it exists only while the stack runs. */
    public static final String FILE = "stack.json";

    /** One process. */
    public record Part(long pid, int restarts, String log) {}

    /** The object store, with the credentials that the stack uses. */
    public record Store(String endpoint, String accessKey, String secretKey, String bucket) {}

    public RunningStack {
        parts = new LinkedHashMap<>(parts);
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
