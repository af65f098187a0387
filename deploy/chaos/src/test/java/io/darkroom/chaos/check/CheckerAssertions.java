package io.darkroom.chaos.check;

import static io.darkroom.chaos.check.HistoryBuilder.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.chaos.history.FinalState;
import io.darkroom.chaos.history.Intent.Want;
import java.util.List;
import java.util.Map;

/** Assertions on what the checker reports of a history. */
final class CheckerAssertions {
    private CheckerAssertions() {}

    static void assertBroken(HistoryBuilder scene, Invariant... invariants) {
        assertThat(scene.check()).extracting(Violation::invariant).containsOnly(invariants);
    }

    static void assertClean(HistoryBuilder scene) {
        assertThat(scene.check()).isEmpty();
    }

    static FinalState after(Map<String, Integer> busy, Map<String, Long> lag, List<String> keys) {
        return new FinalState(busy, lag, keys, List.of(), List.of(), List.of(), false, Map.of());
    }

    /** Intended and accepted, then only what the test adds. */
    static HistoryBuilder begun() {
        return new HistoryBuilder().wants("i1", Want.IMAGE, null).accepted("i1", id(1));
    }
}
