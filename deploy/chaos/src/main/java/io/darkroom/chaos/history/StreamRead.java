package io.darkroom.chaos.history;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one reader received of one job's stream, over all its connections.
 *
 * @param connections how often it connected
 */
public record StreamRead(String jobId, int connections, List<Line> lines) {
    public StreamRead {
        lines = List.copyOf(lines);
    }

    /**
     * An event.
     *
     * @param number its id; null: it had none
     * @param attempt in its data; null: none
     */
    public record Line(
            @Nullable Long number, String name, @Nullable Integer attempt, int connection, Instant at) {}
}
