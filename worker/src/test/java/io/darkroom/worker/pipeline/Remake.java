package io.darkroom.worker.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.darkroom.contracts.job.JobInput;
import io.darkroom.contracts.job.MediaRef;
import io.darkroom.contracts.outcome.Receipt;
import io.darkroom.contracts.wire.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.function.Function;

/** Reconstructs a job's input from its receipt and the media alone, as a user could. */
public final class Remake {
    private static final String DIGEST = "_sha256";
    private static final Set<String> LISTS = Set.of("regions", "classes", "styles");
    private static final ObjectMapper MAPPER = Json.mapper();

    private Remake() {}

    /** @param media by SHA-256 */
    public static JobInput of(Receipt receipt, Function<String, MediaRef> media) {
        ObjectNode input = MAPPER.createObjectNode();
        receipt.settings().forEach((name, value) -> {
            if (name.endsWith(DIGEST)) {
                MediaRef ref = media.apply(value);
                input.set(name.substring(0, name.length() - DIGEST.length()), MAPPER.valueToTree(ref));
            } else if (LISTS.contains(name)) {
                input.set(name, parse(value));
            } else {
                input.put(name, value);
            }
        });
        input.put("steps", receipt.steps())
                .put("seed", receipt.seed())
                .put("guidance_scale", receipt.guidanceScale())
                .put("scheduler", receipt.scheduler());
        return Json.decode(input.toString().getBytes(StandardCharsets.UTF_8), JobInput.class);
    }

    private static JsonNode parse(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
