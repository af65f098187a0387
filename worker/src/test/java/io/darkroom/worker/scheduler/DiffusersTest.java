package io.darkroom.worker.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.darkroom.worker.scheduler.SchedulerGoldens.Case;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every scheduler gives the numbers of diffusers to 1e-5 of the sample's scale, which is the largest of 1, the sample and the sample
 * before the step, since samples are kept in single precision.
 */
class DiffusersTest {
    private static final double TOLERANCE = 1e-5;
    private static final Map<String, Double> LARGEST = new TreeMap<>();

    static List<Case> cases() {
        return SchedulerGoldens.cases();
    }

    @AfterAll
    static void print() {
        LARGEST.forEach((name, deviation) -> System.out.printf("%-16s largest deviation %.1e%n", name, deviation));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void followsTheTrajectoryOfDiffusers(Case golden) {
        Scheduler scheduler = golden.create();
        double[] timesteps = golden.timesteps();
        assertThat(scheduler.steps()).isEqualTo(timesteps.length);
        float[] sample = SchedulerGoldens.start();
        if (golden.first() == 0) {
            scheduler.begin(sample);
        } else {
            scheduler.addNoise(golden.first(), SchedulerGoldens.image(), sample, sample);
        }
        double scale = compare(golden, "the start", sample, golden.began(), 1);
        for (int i = golden.first(); i < scheduler.steps(); i++) {
            assertThat((double) scheduler.timestep(i)).as("timestep %d", i).isCloseTo(timesteps[i], within(1e-3));
            float[] clean = new float[sample.length];
            scheduler.step(i, SchedulerGoldens.predict(scheduler, i, sample), sample, clean, SchedulerGoldens.noise());
            double[] image = golden.image(i - golden.first());
            if (image.length > 0) {
                compare(golden, "the image after step " + i, clean, image, scale);
            }
            scale = compare(golden, "step " + i, sample, golden.sample(i - golden.first()), scale);
        }
    }

    /** @return the scale of these values */
    private static double compare(Case golden, String what, float[] values, double[] wanted, double before) {
        double scale = Math.max(1, Arrays.stream(wanted).map(Math::abs).max().orElse(1));
        double largest = Math.max(scale, before);
        for (int k = 0; k < values.length; k++) {
            LARGEST.merge(golden.scheduler(), Math.abs(values[k] - wanted[k]) / largest, Math::max);
            assertThat((double) values[k])
                    .as("value %d of %s", k, what)
                    .isCloseTo(wanted[k], within(TOLERANCE * largest));
        }
        return scale;
    }

    @Test
    void everySchedulerIsCompared() {
        assertThat(SchedulerGoldens.cases().stream().map(Case::scheduler).collect(Collectors.toSet()))
                .containsExactlyInAnyOrderElementsOf(Schedulers.NAMES);
    }
}
