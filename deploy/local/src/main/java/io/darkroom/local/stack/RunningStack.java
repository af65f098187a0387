package io.darkroom.local.stack;

import io.darkroom.local.backends.S3Access;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A stack that some other process runs, as its {@code stack.json} says.
 *
 * @param pid of the launcher
 * @param gateway base address; empty without a gateway
 * @param parts by component name
 */
public record RunningStack(
        long pid, String gateway, String kafka, String redis, S3Access s3, Map<String, RunningStack.Part> parts) {

    /** One process. */
    public record Part(long pid, int restarts, String log) {}

    public RunningStack {
        parts = new LinkedHashMap<>(parts);
    }

    /** The stack on this data folder. A file whose launcher is gone was left by a crash and does not count. */
    public static Optional<RunningStack> on(Path data) {
        return StackFile.read(data)
                .filter(stack -> ProcessHandle.of(stack.pid())
                        .map(ProcessHandle::isAlive)
                        .orElse(false));
    }
}
