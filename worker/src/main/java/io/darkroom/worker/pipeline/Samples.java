package io.darkroom.worker.pipeline;

import io.darkroom.worker.batch.EngineException;
import java.util.List;
import java.util.Map;

/**
 * Samples without noise, by index.
 *
 * @param values {@code [channels, height, width]} each; empty where a sample failed
 * @param failures why samples failed, by index
 */
public record Samples(List<float[]> values, Map<Integer, EngineException> failures) {
    public Samples {
        values = List.copyOf(values);
        failures = Map.copyOf(failures);
    }

    public int size() {
        return values.size();
    }

    /** @throws EngineException if the sample failed */
    public float[] get(int index) {
        EngineException failure = failures.get(index);
        if (failure != null) {
            throw failure;
        }
        return values.get(index);
    }
}
