package io.darkroom.worker.residency;

import java.util.Map;

/**
 * How the number of rows of a model's runs is chosen.
 *
 * @param fixed configured numbers, by model id
 * @param runMemory bytes by which runs may grow the process, for models whose number is measured
 */
record RowsPlan(Map<String, Integer> fixed, long runMemory) {
    RowsPlan {
        fixed = Map.copyOf(fixed);
    }
}
