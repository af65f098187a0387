package io.darkroom.worker.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.darkroom.contracts.wire.Json;
import io.darkroom.worker.model.ModelManifest.SchedulerSettings;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/** Trajectories that diffusers computed, see worker/training/goldens/diffusers_schedulers.py. */
final class SchedulerGoldens {
    private static final JsonNode ALL = read();

    private SchedulerGoldens() {}

    /** @param first the step that it starts with; above 0 for image to image */
    record Case(String scheduler, String config, int steps, int first, JsonNode node) {
        Scheduler create() {
            return Schedulers.create(scheduler, new NoiseSchedule(settings(config)), steps);
        }

        double[] timesteps() {
            return doubles(node.get("timesteps"));
        }

        /** The sample before the first step. */
        double[] began() {
            return doubles(node.get("began"));
        }

        /** The sample after a step, counted from the first one. */
        double[] sample(int done) {
            return doubles(node.get("samples").get(done));
        }

        /** The estimate of the image in diffusers; empty where it gives none. */
        double[] image(int done) {
            JsonNode images = node.get("images");
            return images.isNull() ? new double[0] : doubles(images.get(done));
        }

        @Override
        public String toString() {
            return scheduler + " " + config + " " + steps + (first == 0 ? "" : " from " + first);
        }
    }

    static List<Case> cases() {
        List<Case> cases = StreamSupport.stream(ALL.get("cases").spliterator(), false)
                .map(node -> new Case(
                        node.get("scheduler").asText(),
                        node.get("config").asText(),
                        node.get("steps").asInt(),
                        node.get("first").asInt(),
                        node))
                .toList();
        assertThat(cases).hasSizeGreaterThan(400);
        return cases;
    }

    static List<String> configs() {
        return ALL.get("configs").properties().stream().map(Map.Entry::getKey).toList();
    }

    static SchedulerSettings settings(String config) {
        return Json.mapper().convertValue(ALL.get("configs").get(config), SchedulerSettings.class);
    }

    static float[] start() {
        return floats(doubles(ALL.get("start")));
    }

    static float[] image() {
        return floats(doubles(ALL.get("picture")));
    }

    static StepNoise noise() {
        return (step, out) -> System.arraycopy(floats(doubles(ALL.get("noises").get(step))), 0, out, 0, out.length);
    }

    /** A function in place of a network, see the script. */
    static float[] predict(Scheduler scheduler, int i, float[] sample) {
        float[] seen = new float[sample.length];
        scheduler.scaleInput(i, sample, seen);
        for (int k = 0; k < seen.length; k++) {
            seen[k] = (float) (0.3 * seen[k] + 0.1 * Math.sin(scheduler.timestep(i) / 100.0));
        }
        return seen;
    }

    static double[] doubles(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .mapToDouble(JsonNode::asDouble)
                .toArray();
    }

    static float[] floats(double[] values) {
        float[] out = new float[values.length];
        for (int k = 0; k < out.length; k++) {
            out[k] = (float) values[k];
        }
        return out;
    }

    private static JsonNode read() {
        try (InputStream in = SchedulerGoldens.class.getResourceAsStream("/goldens/diffusers-schedulers.json")) {
            return Json.mapper().readTree(in);
        } catch (IOException e) {
            throw new IllegalStateException("cannot read the goldens", e);
        }
    }
}
