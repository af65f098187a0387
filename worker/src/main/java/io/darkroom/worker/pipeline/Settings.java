package io.darkroom.worker.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.darkroom.contracts.job.JobInput;
import io.darkroom.contracts.wire.Json;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The job's input as settings of a receipt, complete, so that the receipt and the media are enough to submit the same job
 * again. Named as in {@code input}; numbers and words as they are, lists as JSON, media as {@code <name>_sha256}.
 */
public final class Settings {
    /** Receipts have fields of their own for these. */
    private static final Set<String> RECEIPT_FIELDS = Set.of("steps", "guidance_scale", "scheduler", "seed");

    private static final ObjectMapper MAPPER = Json.mapper();

    private Settings() {}

    public static Map<String, String> of(JobInput job) {
        Map<String, String> settings = new TreeMap<>();
        JsonNode input = MAPPER.valueToTree(job);
        input.properties().forEach(field -> {
            JsonNode value = field.getValue();
            if (RECEIPT_FIELDS.contains(field.getKey()) || value.isNull()) {
                return;
            }
            if (value.has("sha256")) {
                settings.put(field.getKey() + "_sha256", value.get("sha256").asText());
            } else {
                settings.put(field.getKey(), value.isContainerNode() ? value.toString() : value.asText());
            }
        });
        return settings;
    }
}
