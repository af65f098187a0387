package io.darkroom.worker.pipeline.dataset;

import io.darkroom.worker.batch.Conditioning;
import io.darkroom.worker.batch.DeviceLease;
import io.darkroom.worker.residency.LoadedModel;
import java.util.LinkedHashMap;
import java.util.Map;

/** The most recently used prompts of a dataset, encoded. Used by the thread of the job. */
final class PromptCache {
    /** An encoded prompt takes some 100 kB, and encoding it less than a denoising step. */
    private static final int SIZE = 64;

    private final LoadedModel model;
    private final DeviceLease lease;
    private final Map<String, Conditioning> encoded = new LinkedHashMap<>(SIZE, 0.75f, true);

    PromptCache(LoadedModel model, DeviceLease lease) {
        this.model = model;
        this.lease = lease;
    }

    Conditioning get(String prompt) throws InterruptedException {
        Conditioning cached = encoded.get(prompt);
        if (cached != null) {
            return cached;
        }
        if (encoded.size() >= SIZE) {
            encoded.remove(encoded.keySet().iterator().next());
        }
        Conditioning fresh = lease.call(() -> model.condition(prompt));
        encoded.put(prompt, fresh);
        return fresh;
    }
}
