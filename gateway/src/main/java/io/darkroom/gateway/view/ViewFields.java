package io.darkroom.gateway.view;

import io.darkroom.contracts.job.JobId;
import io.darkroom.contracts.job.JobRequest;
import io.darkroom.contracts.job.JobState;
import io.darkroom.contracts.outcome.Outcome;
import io.darkroom.contracts.wire.Json;
import io.darkroom.contracts.wire.RedisKeys;
import io.darkroom.gateway.view.JobView.Ledger;
import io.darkroom.gateway.view.JobView.Progress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The encoding of a view as a Redis hash. An absent value is an empty string, so that writing all fields also clears
 * old values.
 */
public final class ViewFields {
    public static final String REVISION = "revision";

    private static final String TENANT = "tenant";
    private static final String REQUEST = "request";
    private static final String FINGERPRINT = "fingerprint";
    private static final String IN_LANE_SINCE = "in_lane_since";
    private static final String SEQUENCE = "sequence";
    private static final String NUMBER = "number";
    private static final String STEP = "step";
    private static final String STEPS = "steps";
    private static final String ETA_MS = "eta_ms";
    private static final String STARTED_AT = "started_at";
    private static final String WORKER = "worker";
    private static final String OUTCOME = "outcome";

    private ViewFields() {}

    public static Map<String, String> write(JobView view) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put(TENANT, view.tenant());
        fields.put(RedisKeys.FIELD_STATE, view.state().wireName());
        fields.put(RedisKeys.FIELD_ATTEMPT, Integer.toString(view.ledger().attempt()));
        fields.put(
                RedisKeys.FIELD_ATTEMPTS_CHARGED, Integer.toString(view.ledger().charged()));
        fields.put(SEQUENCE, Integer.toString(view.ledger().sequence()));
        fields.put(NUMBER, Long.toString(view.number()));
        fields.put(STEP, Integer.toString(view.progress().step()));
        fields.put(STEPS, Integer.toString(view.progress().steps()));
        fields.put(ETA_MS, text(view.progress().etaMs()));
        fields.put(STARTED_AT, text(view.startedAt()));
        fields.put(WORKER, text(view.worker()));
        fields.put(FINGERPRINT, text(view.fingerprint()));
        fields.put(IN_LANE_SINCE, text(view.inLaneSince()));
        fields.put(REQUEST, json(view.request()));
        fields.put(OUTCOME, json(view.outcome()));
        return fields;
    }

    /** Decodes a view; empty if the hash does not exist. */
    public static Optional<Versioned> read(JobId id, Map<String, String> fields) {
        String tenant = fields.get(TENANT);
        if (tenant == null) {
            return Optional.empty();
        }
        JobRequest request = optional(fields, REQUEST, text -> decode(text, JobRequest.class));
        JobView view = new JobView(
                id,
                tenant,
                request,
                optional(fields, FINGERPRINT, Function.identity()),
                inLaneSince(fields, request),
                JobState.decode(Objects.requireNonNull(fields.get(RedisKeys.FIELD_STATE))),
                new Ledger(
                        number(fields, RedisKeys.FIELD_ATTEMPT),
                        number(fields, SEQUENCE),
                        number(fields, RedisKeys.FIELD_ATTEMPTS_CHARGED)),
                Long.parseLong(Objects.requireNonNull(fields.get(NUMBER))),
                new Progress(number(fields, STEP), number(fields, STEPS), optional(fields, ETA_MS, Long::valueOf)),
                optional(fields, STARTED_AT, Instant::parse),
                optional(fields, WORKER, Function.identity()),
                optional(fields, OUTCOME, text -> decode(text, Outcome.class)));
        return Optional.of(new Versioned(view, Long.parseLong(Objects.requireNonNull(fields.get(REVISION)))));
    }

    /**
     * Views written by older versions, without quotas, do not have this field; their jobs were published to their lanes
     * directly.
     */
    private static @Nullable Instant inLaneSince(Map<String, String> fields, @Nullable JobRequest request) {
        return fields.containsKey(IN_LANE_SINCE) || request == null
                ? optional(fields, IN_LANE_SINCE, Instant::parse)
                : request.createdAt();
    }

    private static int number(Map<String, String> fields, String name) {
        return Integer.parseInt(Objects.requireNonNull(fields.get(name)));
    }

    private static <T> @Nullable T optional(Map<String, String> fields, String name, Function<String, T> parse) {
        String text = fields.get(name);
        return text == null || text.isEmpty() ? null : parse.apply(text);
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }

    private static String json(@Nullable Object value) {
        return value == null ? "" : new String(Json.encode(value), StandardCharsets.UTF_8);
    }

    private static <T> T decode(String text, Class<T> type) {
        return Json.decode(text.getBytes(StandardCharsets.UTF_8), type);
    }

    /** @param revision number of writes; 0 for a view that was never written */
    public record Versioned(JobView view, long revision) {}
}
