package io.darkroom.worker.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.darkroom.worker.model.ModelManifest.SchedulerSettings;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The schedulers that a model offers, and the effect of clipping in each. */
class OfferedSchedulersTest {

    @ParameterizedTest
    @CsvSource({
        "sd15, pndm ddim dpmpp_2m dpmpp_2m_karras unipc euler euler_ancestral",
        "sd-turbo, euler ddim dpmpp_2m dpmpp_2m_karras unipc euler_ancestral pndm",
        "sigma-min, dpmpp_2m ddim dpmpp_2m_karras unipc euler euler_ancestral pndm",
        "zero-snr, ddim dpmpp_2m dpmpp_2m_karras unipc euler euler_ancestral",
        "darkroom-sample, ddim dpmpp_2m dpmpp_2m_karras unipc euler",
        "lcm, lcm ddim dpmpp_2m dpmpp_2m_karras unipc euler euler_ancestral pndm",
        "sd3, flow_euler"
    })
    void offersWhatSuitsTheModelAndItsOwnFirst(String config, String names) {
        assertThat(Schedulers.of(SchedulerGoldens.settings(config))).containsExactly(names.split(" "));
    }

    static List<String> configs() {
        return SchedulerGoldens.configs();
    }

    @ParameterizedTest
    @MethodSource("configs")
    void everyOfferedSchedulerCanBeCreated(String config) {
        SchedulerSettings settings = SchedulerGoldens.settings(config);
        for (String name : Schedulers.of(settings)) {
            Scheduler scheduler = Schedulers.create(name, new NoiseSchedule(settings), 8);
            assertThat(scheduler.name()).isEqualTo(name);
            assertThat(scheduler.steps()).isBetween(8, 9);
            assertThat(scheduler.initNoiseSigma()).isPositive().isFinite();
        }
    }

    @Test
    void clipsInEverySchedulerIfTheModelTakesNoiseFromTheClippedImage() {
        SchedulerSettings settings = SchedulerGoldens.settings("darkroom-clipped");
        for (String name : Schedulers.of(settings)) {
            Scheduler scheduler = Schedulers.create(name, new NoiseSchedule(settings), 5);
            float[] sample = {1, -1};
            scheduler.begin(sample);
            float[] clean = new float[2];
            for (int i = 0; i < scheduler.steps(); i++) {
                scheduler.step(i, new float[] {-40, 40}, sample, clean, (step, out) -> out[0] = out[1] = 0);
                assertThat(clean).as("%s, step %d", name, i).containsExactly(1, -1);
            }
            // With any method, the trajectory ends at the image and not beyond it.
            assertThat(sample[0]).as(name).isBetween(0.999f, 1.001f);
        }
    }

    @Test
    void namesTheRangeOfSteps() {
        NoiseSchedule lcm = new NoiseSchedule(SchedulerGoldens.settings("lcm"));
        assertThatThrownBy(() -> Schedulers.create("lcm", lcm, 51)).hasMessageContaining("1 to 50 steps");
        assertThatThrownBy(() -> Schedulers.create("ddim", lcm, 1001)).hasMessageContaining("1 to 1000");
        assertThatThrownBy(() -> Schedulers.create("unipc", lcm, 0)).hasMessageContaining("not 0");
    }
}
