package io.darkroom.chaos.history;

import java.util.List;
import java.util.Map;

/**
 * The state after all faults were healed and the drain was over.
 *
 * @param busySlots by worker, as they report
 * @param lag records that a consumer group has not settled, by group
 * @param heldKeys keys in Redis that should be gone: reservations
 * @param undelivered webhook ids that the gateway lists as not delivered
 * @param deadLetters job ids, one for each letter
 * @param temporaryFiles that workers and gateways left
 * @param swept whether a sweep of orphans has run
 * @param memoryKib the largest resident memory of each process, by name
 */
public record FinalState(
        Map<String, Integer> busySlots,
        Map<String, Long> lag,
        List<String> heldKeys,
        List<String> undelivered,
        List<String> deadLetters,
        List<String> temporaryFiles,
        boolean swept,
        Map<String, Long> memoryKib) {
    public FinalState {
        busySlots = Map.copyOf(busySlots);
        lag = Map.copyOf(lag);
        heldKeys = List.copyOf(heldKeys);
        undelivered = List.copyOf(undelivered);
        deadLetters = List.copyOf(deadLetters);
        temporaryFiles = List.copyOf(temporaryFiles);
        memoryKib = Map.copyOf(memoryKib);
    }

    public static FinalState clean() {
        return new FinalState(Map.of(), Map.of(), List.of(), List.of(), List.of(), List.of(), false, Map.of());
    }
}
