package io.darkroom.worker.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.darkroom.contracts.job.Lane;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlotPlanTest {
    private static final Set<Lane> ALL = Set.of(Lane.values());

    @Test
    void givesEachLaneOneSlotAndTheMostUrgentTheRest() {
        assertThat(SlotPlan.parse("6", ALL).slots())
                .isEqualTo(Map.of(Lane.IMAGE_INTERACTIVE, 4, Lane.IMAGE_BULK, 1, Lane.VIDEO, 1));
        assertThat(SlotPlan.parse("2", Set.of(Lane.VIDEO)).slots()).isEqualTo(Map.of(Lane.VIDEO, 2));
    }

    @Test
    void acceptsAnAssignmentUnchanged() {
        SlotPlan plan = SlotPlan.parse("image.interactive=2, image.bulk=1,video=0", ALL);
        assertThat(plan.slots()).isEqualTo(Map.of(Lane.IMAGE_INTERACTIVE, 2, Lane.IMAGE_BULK, 1));
        assertThat(plan.total()).isEqualTo(3);
    }

    @Test
    void leavesOutLanesThatNoModelServes() {
        assertThat(SlotPlan.parse("image.interactive=2,video=3", Set.of(Lane.VIDEO))
                        .slots())
                .isEqualTo(Map.of(Lane.VIDEO, 3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "many", "-1", "image=1", "video=", "video=x", "=2", "video=1,", "99999"})
    void explainsTheFormat(String wrong) {
        assertThatThrownBy(() -> SlotPlan.parse(wrong, ALL))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("darkroom.worker.slots is '" + wrong + "'");
    }

    @Test
    void refusesFewerSlotsThanLanes() {
        assertThatThrownBy(() -> SlotPlan.parse("2", ALL))
                .hasMessageContaining("is 2")
                .hasMessageContaining("at least 3");
    }

    @Test
    void refusesAWorkerWithNothingToDo() {
        assertThatThrownBy(() -> SlotPlan.parse("4", Set.of())).hasMessageContaining("darkroom.models.directory");
        assertThatThrownBy(() -> SlotPlan.parse("video=1", Set.of(Lane.IMAGE_BULK)))
                .hasMessageContaining("image.bulk");
    }
}
