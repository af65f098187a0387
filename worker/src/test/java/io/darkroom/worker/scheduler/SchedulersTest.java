package io.darkroom.worker.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.darkroom.worker.model.ModelManifest.SchedulerSettings;
import java.io.IOException;
import java.io.InputStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compared with trajectories that diffusers computed, see worker/training/goldens/schedulers.py. */
class SchedulersTest {

    record Golden(String title, JsonNode node) {
        @Override
        public String toString() {
            return title;
        }
    }

    static Stream<Golden> goldens() throws IOException {
        try (InputStream in = SchedulersTest.class.getResourceAsStream("/goldens/schedulers.json")) {
            JsonNode cases = new ObjectMapper().readTree(in).get("cases");
            assertThat(cases.size()).isEqualTo(36);
            return StreamSupport.stream(cases.spliterator(), false)
                    .map(node -> new Golden(
                            node.get("scheduler").asText() + " "
                                    + node.get("timestep_spacing").asText() + " "
                                    + node.get("prediction_type").asText() + " "
                                    + node.get("steps").asInt(),
                            node));
        }
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void followsTheTrajectoryOfDiffusers(Golden golden) {
        JsonNode node = golden.node();
        Scheduler scheduler = Schedulers.create(
                node.get("scheduler").asText(),
                new NoiseSchedule(settings(node)),
                node.get("steps").asInt());
        float[] sample = floats(node.get("start"));
        float[] prediction = new float[sample.length];
        float[] clean = new float[sample.length];
        assertThat(scheduler.steps()).isEqualTo(node.get("steps").asInt());
        for (int i = 0; i < scheduler.steps(); i++) {
            assertThat(scheduler.timestep(i))
                    .as("timestep %d", i)
                    .isEqualTo(node.get("timesteps").get(i).asInt());
            for (int k = 0; k < sample.length; k++) {
                prediction[k] = (float) (0.3 * sample[k] + 0.1 * Math.sin(scheduler.timestep(i) / 100.0));
            }
            scheduler.step(i, prediction, sample, clean, StepNoise.NONE);
            float[] wanted = floats(node.get("samples").get(i));
            for (int k = 0; k < sample.length; k++) {
                // diffusers computes in single precision
                assertThat((double) sample[k])
                        .as("value %d after step %d", k, i)
                        .isCloseTo(wanted[k], within(2e-4 * Math.max(1, Math.abs(wanted[k]))));
            }
        }
    }

    @Test
    void endsAtItsOwnEstimateOfTheCleanImage() {
        Scheduler scheduler =
                Schedulers.create("ddim", new NoiseSchedule(SchedulerFixtures.cosine("v_prediction", "trailing")), 5);
        float[] sample = {0.5f, -0.25f};
        float[] clean = new float[2];
        for (int i = 0; i < 5; i++) {
            scheduler.step(i, new float[] {0.1f, 0.2f}, sample, clean, StepNoise.NONE);
        }
        assertThat(sample).containsExactly(clean);
    }

    @Test
    void takesTheNoiseFromTheClippedImageIfTheModelAsksForIt() {
        float[] plain = oneStepTowardsAnOvershoot(false);
        float[] consistent = oneStepTowardsAnOvershoot(true);
        // The image that the prediction implies is 2, clipped to 1. The noise that belongs to 2 is 0 here; the noise
        // that
        // belongs to 1 is the rest of the sample.
        NoiseSchedule schedule = new NoiseSchedule(SchedulerFixtures.cosine("sample", "trailing"));
        double now = schedule.alphaCumprod(499);
        double then = schedule.alphaCumprod(249);
        double sample = 2 * Math.sqrt(now);
        double noise = (sample - Math.sqrt(now)) / Math.sqrt(1 - now);
        assertThat((double) plain[0]).isCloseTo(Math.sqrt(then), within(1e-5));
        assertThat((double) consistent[0])
                .isCloseTo(Math.sqrt(then) + Math.sqrt(1 - then) * noise, within(1e-5))
                .isNotCloseTo(plain[0], within(0.1));
    }

    private static float[] oneStepTowardsAnOvershoot(boolean fromClipped) {
        SchedulerSettings base = SchedulerFixtures.cosine("sample", "trailing");
        SchedulerSettings settings = new SchedulerSettings(
                base.className(),
                base.numTrainTimesteps(),
                base.betaSchedule(),
                base.betaStart(),
                base.betaEnd(),
                base.predictionType(),
                base.timestepSpacing(),
                true,
                1.0,
                true,
                0,
                false,
                fromClipped,
                null,
                null,
                null,
                null,
                null,
                null);
        NoiseSchedule schedule = new NoiseSchedule(settings);
        float[] sample = {(float) (2 * Math.sqrt(schedule.alphaCumprod(499)))};
        Schedulers.create("ddim", schedule, 4).step(2, new float[] {2f}, sample, new float[1], StepNoise.NONE);
        return sample;
    }

    @Test
    void namesTheSchedulersThatExist() {
        NoiseSchedule schedule = new NoiseSchedule(SchedulerFixtures.cosine("epsilon", "leading"));
        assertThatThrownBy(() -> Schedulers.create("magic", schedule, 5))
                .hasMessageContaining("magic")
                .hasMessageContaining("ddim");
    }

    private static SchedulerSettings settings(JsonNode node) {
        return new SchedulerSettings(
                "DDIMScheduler",
                1000,
                node.get("beta_schedule").asText(),
                0.0001,
                0.02,
                node.get("prediction_type").asText(),
                node.get("timestep_spacing").asText(),
                node.get("clip_sample").asBoolean(),
                node.get("clip_sample_range").asDouble(),
                node.get("set_alpha_to_one").asBoolean(),
                0,
                false,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    private static float[] floats(JsonNode array) {
        float[] out = new float[array.size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) array.get(i).asDouble();
        }
        return out;
    }
}
