package io.darkroom.chaos.check;

import static io.darkroom.chaos.check.Scene.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.chaos.history.Aftermath;
import io.darkroom.chaos.history.Intent.Want;
import java.util.List;
import java.util.Map;

/** What the checker is to say of a scene. */
final class Verdicts {
    private Verdicts() {}

    static void assertBroken(Scene scene, Invariant... invariants) {
        assertThat(scene.check()).extracting(Violation::invariant).containsOnly(invariants);
    }

    static void assertClean(Scene scene) {
        assertThat(scene.check()).isEmpty();
    }

    static Aftermath after(Map<String, Integer> busy, Map<String, Long> lag, List<String> keys) {
        return new Aftermath(busy, lag, keys, List.of(), List.of(), List.of(), false, Map.of());
    }

    /** Wanted and accepted, and then only what the test tells. */
    static Scene begun() {
        return new Scene().wants("i1", Want.PICTURE, null).accepted("i1", id(1));
    }
}
