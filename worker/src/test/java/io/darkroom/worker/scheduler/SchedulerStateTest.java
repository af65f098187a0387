package io.darkroom.worker.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.darkroom.worker.scheduler.SchedulerGoldens.Case;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The state of a scheduler is complete, and steps do not allocate. */
class SchedulerStateTest {

    static List<Case> cases() {
        return SchedulerGoldens.cases();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void resumesFromAnyStepInANewObjectWithEqualBits(Case golden) {
        Scheduler whole = golden.create();
        float[] sample = SchedulerGoldens.start();
        for (int stop = golden.first(); stop < whole.steps(); stop++) {
            SchedulerState state = whole.state();
            float[] here = sample.clone();
            // The state is a copy: the first object's next step does not change it.
            step(whole, stop, sample);
            Scheduler fresh = golden.create();
            fresh.restore(state);
            step(fresh, stop, here);
            assertThat(here).as("after step %d", stop).containsExactly(sample);
            // The restored state is returned again.
            assertThat(same(fresh.state(), whole.state())).isTrue();
        }
        float[] end = sample.clone();
        for (int stop = golden.first(); stop <= whole.steps(); stop++) {
            assertThat(stoppedAfter(stop, golden)).as("stopped after %d", stop).containsExactly(end);
        }
    }

    private static float[] stoppedAfter(int stop, Case golden) {
        Scheduler first = golden.create();
        float[] sample = SchedulerGoldens.start();
        for (int i = golden.first(); i < stop; i++) {
            step(first, i, sample);
        }
        Scheduler second = golden.create();
        second.restore(first.state());
        for (int i = stop; i < second.steps(); i++) {
            step(second, i, sample);
        }
        return sample;
    }

    private static boolean same(SchedulerState one, SchedulerState other) {
        return one.count() == other.count() && Arrays.deepEquals(one.memory(), other.memory());
    }

    private static void step(Scheduler scheduler, int i, float[] sample) {
        float[] clean = new float[sample.length];
        scheduler.step(i, SchedulerGoldens.predict(scheduler, i, sample), sample, clean, SchedulerGoldens.noise());
    }

    static List<Case> long25() {
        List<Case> cases = SchedulerGoldens.cases().stream()
                .filter(it -> it.steps() == 25 && it.first() == 0)
                .toList();
        assertThat(cases.stream().map(Case::scheduler).distinct()).hasSameSizeAs(Schedulers.NAMES);
        return cases;
    }

    @ParameterizedTest
    @MethodSource("long25")
    void allocatesNoArrayOfASamplesSizeOnceWarmedUp(Case golden) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Scheduler scheduler = golden.create();
        float[] sample = new float[1 << 18];
        float[] prediction = new float[sample.length];
        float[] clean = new float[sample.length];
        StepNoise noise = (step, out) -> Arrays.fill(out, step);
        long before = 0;
        for (int i = 0; i < scheduler.steps(); i++) {
            if (i == 3) {
                before = threads.getCurrentThreadAllocatedBytes();
            }
            scheduler.scaleInput(i, sample, clean);
            scheduler.step(i, prediction, sample, clean, noise);
        }
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(sample.length);
    }
}
