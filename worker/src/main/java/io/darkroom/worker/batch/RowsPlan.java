package io.darkroom.worker.batch;

import java.util.Map;

/**
 * How the rows of runs are found.
 *
 * @param fixed by model id
 * @param runMemory bytes by which runs may make the process grow, where rows are measured
 */
public record RowsPlan(Map<String, Integer> fixed, long runMemory) {
    public RowsPlan {
        fixed = Map.copyOf(fixed);
    }
}
