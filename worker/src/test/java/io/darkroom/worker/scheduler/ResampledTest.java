package io.darkroom.worker.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.darkroom.worker.batch.GaussianNoise;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jumps back: the sample is as noisy as the step expects that comes next, and everything else is as on the plain way. */
class ResampledTest {
    private static final NoiseSchedule SCHEDULE = new NoiseSchedule(SchedulerFixtures.cosine("epsilon", "leading"));
    private static final StepNoise NOISE = GaussianNoise.steps(3, 0);

    private static Scheduler way(String name) {
        return Schedulers.create(name, SCHEDULE, 6);
    }

    @Test
    void doesEachBlockAgain() {
        Scheduler way = way("ddim");
        Resampled again = new Resampled(way("ddim"), 1, 2, 2);
        int[] path = {0, 1, 2, 1, 2, 3, 4, 3, 4, 5, 5};
        assertThat(again.steps()).isEqualTo(path.length);
        assertThat(IntStream.range(0, path.length).mapToDouble(again::timestep))
                .containsExactly(
                        IntStream.of(path).mapToDouble(way::timestep).boxed().toArray(Double[]::new));
        assertThat(again.drawsNoise()).isTrue();
    }

    /** What a perfect network says: the noise that is in the sample, if it is of this picture. */
    private static float[] predict(Scheduler scheduler, int i, float[] sample, float[] picture) {
        float[] prediction = new float[sample.length];
        double signal = weight(scheduler, i, 1, 0);
        double strength = weight(scheduler, i, 0, 1);
        for (int k = 0; k < sample.length; k++) {
            prediction[k] = (float) ((sample[k] - signal * picture[k]) / strength);
        }
        return prediction;
    }

    private static double weight(Scheduler scheduler, int i, float clean, float noise) {
        float[] out = {clean};
        scheduler.addNoise(i, out, new float[] {noise}, out);
        return out[0];
    }

    private static float[] picture() {
        float[] picture = new float[4096];
        for (int k = 0; k < picture.length; k++) {
            picture[k] = (float) Math.sin(k);
        }
        return picture;
    }

    @ParameterizedTest
    @ValueSource(strings = {"ddim", "euler", "euler_ancestral", "dpmpp_2m", "unipc"})
    void isAsNoisyAsTheNextStepExpects(String name) {
        Resampled scheduler = new Resampled(way(name), 0, 2, 3);
        float[] picture = picture();
        float[] sample = new float[picture.length];
        float[] noise = new float[picture.length];
        GaussianNoise.fill(5, 0, noise);
        scheduler.addNoise(0, picture, noise, sample);
        float[] clean = new float[picture.length];
        for (int i = 0; i < scheduler.steps(); i++) {
            assertThat(deviation(scheduler, i, sample, picture))
                    .as("noise before step " + i)
                    .isCloseTo(1, within(0.05));
            scheduler.step(i, predict(scheduler, i, sample, picture), sample, clean, NOISE);
        }
        for (int k = 0; k < sample.length; k++) {
            assertThat(sample[k]).isCloseTo(picture[k], within(0.05f));
        }
    }

    /** Of what is no picture in a sample, in units of what the step expects. */
    private static double deviation(Scheduler scheduler, int i, float[] sample, float[] picture) {
        float[] rest = predict(scheduler, i, sample, picture);
        double sum = 0;
        for (float value : rest) {
            sum += value * value;
        }
        return Math.sqrt(sum / rest.length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ddim", "euler", "dpmpp_2m", "unipc"})
    void onceIsThePlainWay(String name) {
        assertThat(walk(new Resampled(way(name), 0, 3, 1), 0, null)).containsExactly(walk(way(name), 0, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ddim", "euler", "euler_ancestral", "dpmpp_2m", "unipc"})
    void goesOnFromAnyStepWithEqualBits(String name) {
        float[] whole = walk(new Resampled(way(name), 0, 2, 2), 0, null);
        for (int stop = 1; stop < 12; stop++) {
            assertThat(walk(new Resampled(way(name), 0, 2, 2), stop, new Resampled(way(name), 0, 2, 2)))
                    .as("stopped after " + stop)
                    .containsExactly(whole);
        }
    }

    /** Changes to another object after some steps. */
    private static float[] walk(Scheduler scheduler, int stop, Scheduler next) {
        float[] picture = picture();
        float[] sample = new float[picture.length];
        GaussianNoise.fill(5, 0, sample);
        scheduler.begin(sample);
        Scheduler now = scheduler;
        float[] clean = new float[picture.length];
        for (int i = 0; i < scheduler.steps(); i++) {
            if (next != null && i == stop) {
                next.restore(now.state());
                now = next;
            }
            float[] prediction = predict(now, i, sample, picture);
            for (int k = 0; k < prediction.length; k++) {
                prediction[k] = (float) Math.tanh(prediction[k]);
            }
            now.step(i, prediction, sample, clean, NOISE);
        }
        return sample;
    }
}
