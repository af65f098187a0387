package io.darkroom.planner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlannerTest {
    private static final double COLD_START = 60;

    private final Planner planner = new Planner(new PlannerSettings(0, 10, COLD_START, 1.1, 0, 1, 10));

    @Test
    void fromZeroTheFirstJobBringsAWorker() {
        Plan plan = plan(List.of(), List.of(new Waiting(1, 5, 10)));
        assertThat(plan.start()).isEqualTo(1);
        assertThat(plan.wanted()).isEqualTo(1);
        assertThat(plan.lastStartIn()).isEqualTo(COLD_START);
    }

    @Test
    void aStartingWorkerIsNotStartedAgain() {
        Plan plan = plan(List.of(Device.starting(20)), List.of(new Waiting(3, 5, 0)));
        assertThat(plan.start()).isZero();
        assertThat(plan.wanted()).isEqualTo(1);
    }

    @Test
    void nothingIsAddedThatWouldComeTooLateToHelp() {
        Plan plan = plan(List.of(Device.busy("a", 50)), List.of(new Waiting(1, 30, 0)));
        assertThat(plan.start())
                .as("the busy one is free before a new one is ready")
                .isZero();
    }

    @Test
    void nothingIsAddedForAJobThatMeetsItsTargetAnyway() {
        List<Device> busy = List.of(Device.busy("a", 100));
        assertThat(plan(busy, List.of(new Waiting(1, 30, 120))).start()).isZero();
        assertThat(plan(busy, List.of(new Waiting(1, 30, 90))).start()).isEqualTo(1);
    }

    @Test
    void workCountsNotTheNumberOfJobs() {
        List<Device> idle = List.of(Device.idle("a", 0, 0));
        assertThat(plan(idle, List.of(new Waiting(60, 1, 0))).start())
                .as("a minute's work in sixty jobs")
                .isZero();
        assertThat(plan(idle, List.of(new Waiting(6, 100, 0))).start()).isEqualTo(5);
    }

    @Test
    void neverMoreThanAllowed() {
        assertThat(plan(List.of(), List.of(new Waiting(5_000, 100, 0))).wanted())
                .isEqualTo(10);
        Planner careful = new Planner(new PlannerSettings(0, 10, COLD_START, 1.1, 0, 1, 2));
        Plan plan =
                careful.plan(new FleetSnapshot(List.of(Device.starting(5)), List.of(new Waiting(50, 100, 0)), 0, 0));
        assertThat(plan.start()).as("one start is under way, two are allowed").isEqualTo(1);
        assertThat(plan.wanted()).isEqualTo(10);
    }

    @Test
    void onlyIdleWorkersLeaveThoseWithTheFewestModelsAndTheLongestRestFirst() {
        List<Device> devices = List.of(
                Device.busy("busy", 5),
                Device.idle("warm", 500, 3),
                Device.idle("short", 61, 0),
                Device.idle("long", 100, 0),
                Device.starting(5));
        Plan plan = planner.plan(new FleetSnapshot(devices, List.of(), 0, 3));
        assertThat(plan.retire()).containsExactly("long", "short", "warm");
        assertThat(plan.wanted()).isEqualTo(2);
        assertThat(planner.plan(new FleetSnapshot(devices, List.of(), 0, 1)).retire())
                .containsExactly("long");
        assertThat(planner.plan(new FleetSnapshot(devices, List.of(), 0, 0)).retire())
                .isEmpty();
    }

    @Test
    void theFloorKeepsWhatTheLoadNeedsAndBringsIt() {
        List<Device> idle = IntStream.range(0, 6)
                .mapToObj(i -> Device.idle("w" + i, 999, 0))
                .toList();
        assertThat(planner.plan(new FleetSnapshot(idle, List.of(), 4, 6)).retire())
                .hasSize(2);
        assertThat(planner.plan(new FleetSnapshot(List.of(), List.of(), 4, 0)).start())
                .isEqualTo(4);
        assertThat(planner.plan(new FleetSnapshot(idle, List.of(), 0.5, 6)).retire())
                .as("half a device's load keeps none")
                .hasSize(6);
    }

    @Test
    void settingsThatContradictThemselvesAreRefused() {
        assertThatThrownBy(() -> new PlannerSettings(3, 2, 1, 1, 1, 1, 1)).hasMessageContaining("min <= max");
        assertThatThrownBy(() -> new PlannerSettings(0, 2, -1, 1, 1, 1, 1)).hasMessageContaining("negative");
    }

    private Plan plan(List<Device> devices, List<Waiting> waiting) {
        return planner.plan(new FleetSnapshot(devices, waiting, 0, 0));
    }
}
