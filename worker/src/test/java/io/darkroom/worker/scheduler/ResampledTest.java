package io.darkroom.worker.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.darkroom.worker.batch.GaussianNoise;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** After a jump back the sample is as noisy as the next step expects, and everything else is as without resampling. */
class ResampledTest {
    private static final NoiseSchedule SCHEDULE = new NoiseSchedule(SchedulerFixtures.cosine("epsilon", "leading"));
    private static final StepNoise NOISE = GaussianNoise.steps(3, 0);

    private static Scheduler inner(String name) {
        return Schedulers.create(name, SCHEDULE, 6);
    }

    @Test
    void repeatsEachBlock() {
        Scheduler plain = inner("ddim");
        Resampled again = new Resampled(inner("ddim"), 1, 2, 2);
        int[] path = {0, 1, 2, 1, 2, 3, 4, 3, 4, 5, 5};
        assertThat(again.steps()).isEqualTo(path.length);
        assertThat(IntStream.range(0, path.length).mapToDouble(again::timestep))
                .containsExactly(
                        IntStream.of(path).mapToDouble(plain::timestep).boxed().toArray(Double[]::new));
        assertThat(again.drawsNoise()).isTrue();
    }

    /** The prediction of a perfect network: the noise in the sample, if it is of this image. */
    private static float[] predict(Scheduler scheduler, int i, float[] sample, float[] image) {
        float[] prediction = new float[sample.length];
        double signal = weight(scheduler, i, 1, 0);
        double strength = weight(scheduler, i, 0, 1);
        for (int k = 0; k < sample.length; k++) {
            prediction[k] = (float) ((sample[k] - signal * image[k]) / strength);
        }
        return prediction;
    }

    private static double weight(Scheduler scheduler, int i, float clean, float noise) {
        float[] out = {clean};
        scheduler.addNoise(i, out, new float[] {noise}, out);
        return out[0];
    }

    private static float[] image() {
        float[] image = new float[4096];
        for (int k = 0; k < image.length; k++) {
            image[k] = (float) Math.sin(k);
        }
        return image;
    }

    @ParameterizedTest
    @ValueSource(strings = {"ddim", "euler", "euler_ancestral", "dpmpp_2m", "unipc"})
    void isAsNoisyAsTheNextStepExpects(String name) {
        Resampled scheduler = new Resampled(inner(name), 0, 2, 3);
        float[] image = image();
        float[] sample = new float[image.length];
        float[] noise = new float[image.length];
        GaussianNoise.fill(5, 0, noise);
        scheduler.addNoise(0, image, noise, sample);
        float[] clean = new float[image.length];
        for (int i = 0; i < scheduler.steps(); i++) {
            assertThat(deviation(scheduler, i, sample, image))
                    .as("noise before step " + i)
                    .isCloseTo(1, within(0.05));
            scheduler.step(i, predict(scheduler, i, sample, image), sample, clean, NOISE);
        }
        for (int k = 0; k < sample.length; k++) {
            assertThat(sample[k]).isCloseTo(image[k], within(0.05f));
        }
    }

    /** Standard deviation of a sample's noise, in units of the level that the step expects. */
    private static double deviation(Scheduler scheduler, int i, float[] sample, float[] image) {
        float[] rest = predict(scheduler, i, sample, image);
        double sum = 0;
        for (float value : rest) {
            sum += value * value;
        }
        return Math.sqrt(sum / rest.length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ddim", "euler", "dpmpp_2m", "unipc"})
    void blocksThatAreDoneOnceChangeNothing(String name) {
        assertThat(walk(new Resampled(inner(name), 0, 3, 1), 0, null)).containsExactly(walk(inner(name), 0, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ddim", "euler", "euler_ancestral", "dpmpp_2m", "unipc"})
    void resumesFromAnyStepWithEqualBits(String name) {
        float[] whole = walk(new Resampled(inner(name), 0, 2, 2), 0, null);
        for (int stop = 1; stop < 12; stop++) {
            assertThat(walk(new Resampled(inner(name), 0, 2, 2), stop, new Resampled(inner(name), 0, 2, 2)))
                    .as("stopped after " + stop)
                    .containsExactly(whole);
        }
    }

    /** Runs all steps; continues with another object after some of them. */
    private static float[] walk(Scheduler scheduler, int stop, Scheduler next) {
        float[] image = image();
        float[] sample = new float[image.length];
        GaussianNoise.fill(5, 0, sample);
        scheduler.begin(sample);
        Scheduler now = scheduler;
        float[] clean = new float[image.length];
        for (int i = 0; i < scheduler.steps(); i++) {
            if (next != null && i == stop) {
                next.restore(now.state());
                now = next;
            }
            float[] prediction = predict(now, i, sample, image);
            for (int k = 0; k < prediction.length; k++) {
                prediction[k] = (float) Math.tanh(prediction[k]);
            }
            now.step(i, prediction, sample, clean, NOISE);
        }
        return sample;
    }
}
