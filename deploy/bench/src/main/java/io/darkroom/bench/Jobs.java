package io.darkroom.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.darkroom.contracts.wire.Json;

/** The jobs that the benchmarks submit. */
final class Jobs {
    private Jobs() {}

    /** The shortest real job: one image, one denoising step, no guidance. */
    static ObjectNode shortest(long seed) {
        ObjectNode job = Json.mapper().createObjectNode();
        job.put("kind", "image.generate").put("model", "sticker");
        job.putObject("input")
                .put("prompt", "a red apple with a green leaf")
                .put("steps", 1)
                .put("guidance_scale", 1.0)
                .put("seed", seed);
        return job;
    }
}
