package io.darkroom.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.darkroom.planner.PlannerSettings;
import java.util.Arrays;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class SimulationTest {
    private static final LoadShape SMALL = LoadShape.DAY.withJobs(20_000);

    @Test
    void aSeedGivesTheSameNumbersAgain() {
        Load load = SMALL.draw();
        assertThat(SMALL.draw().at()).isEqualTo(load.at());
        assertThat(SMALL.withSeed(2).draw().at()).isNotEqualTo(load.at());
        Result once = Simulation.run(load, planner(), 60, 3);
        assertThat(Simulation.run(load, planner(), 60, 3)).isEqualTo(once);
        assertThat(Simulation.run(load, planner(), 60, 4)).isNotEqualTo(once);
    }

    @Test
    void theLoadHasThePublishedShape() {
        Load load = LoadShape.DAY.draw();
        assertThat((double) load.jobs()).isCloseTo(335_000, within(20_000.0));
        float[] sorted = load.work().clone();
        Arrays.sort(sorted);
        assertThat(sorted[sorted.length / 2]).isCloseTo(24.4f, within(0.3f));
        assertThat(sorted[(int) (sorted.length * 0.999)]).isBetween(125f, 165f);
        long peak = Arrays.stream(load.at())
                .filter(at -> at >= 12 * 3_600 && at < 13 * 3_600)
                .count();
        assertThat(peak * 24.0 / load.jobs()).isBetween(7.5, 11.0);
    }

    @Test
    void twoJobsOnOneWorkerAreServedOneAfterTheOther() {
        Load load = new Load(new double[] {0, 0}, new float[] {10, 20}, new float[] {10, 20});
        Result result = Simulation.run(load, Policies.fixed(1), 0, 1);
        assertThat(result.deviceHours() * 3_600).isCloseTo(30, within(6.0));
        assertThat(result.p99()).isBetween(10.0, 16.0);
        assertThat(result.most()).isEqualTo(1);
    }

    @Test
    void whoIsTakenAwayUnderAJobDoesItAgain() {
        Load load = SMALL.draw();
        assertThat(Simulation.run(load, Policies.lag(1, false), 60, 1).killedBusy())
                .isPositive();
        assertThat(DoubleStream.of(5, 60).mapToObj(Policies::count))
                .allSatisfy(
                        policy -> assertThat(Simulation.run(load, policy, 60, 1).killedBusy())
                                .isZero());
        assertThat(Simulation.run(load, planner(), 60, 1).killedBusy()).isZero();
    }

    @Test
    void thePlannerTakesFewerDevicesForTheSameWait() {
        Study study = new Study(LoadShape.DAY.draw(), 60, 1);
        Study.Family count = study.count();
        assertThat(study.planner().hoursAt(25).orElseThrow())
                .isLessThan(count.results().stream()
                        .mapToDouble(Result::deviceHours)
                        .min()
                        .orElseThrow());
    }

    private static Policy planner() {
        return Policies.planner(new PlannerSettings(0, 10_000, 60, 1, 2, 0.75, 10_000), 0, 30, 300);
    }
}
