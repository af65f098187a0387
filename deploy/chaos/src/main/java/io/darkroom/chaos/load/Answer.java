package io.darkroom.chaos.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.darkroom.chaos.history.Call.End;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The result of one call.
 *
 * @param status 0: no answer
 * @param body of the answer; missing node: none
 */
record Answer(Instant at, long tookMs, End end, int status, JsonNode body, boolean retryAfter, String gateway) {
    /** Refusals without effect although the gateway could not do its work. */
    private static final Set<String> WITHOUT_EFFECT =
            Set.of("idempotency_in_progress", "starting", "too_many_streams", "view_unavailable", "store_unavailable");

    static Answer none(Instant at, long tookMs, boolean sent, String gateway) {
        return new Answer(at, tookMs, sent ? End.UNKNOWN : End.FAILED, 0, MissingNode.getInstance(), false, gateway);
    }

    static Answer of(Instant at, long tookMs, int status, JsonNode body, boolean retryAfter, String gateway) {
        End end = status / 100 == 2
                ? End.OK
                : status / 100 == 4 || WITHOUT_EFFECT.contains(body.path("code").asText()) ? End.FAILED : End.UNKNOWN;
        return new Answer(at, tookMs, end, status, body, retryAfter, gateway);
    }

    @Nullable
    String code() {
        return body.path("code").isTextual() ? body.path("code").asText() : null;
    }

    @Nullable
    String jobId() {
        return end == End.OK && body.path("id").isTextual() ? body.path("id").asText() : null;
    }

    @Nullable
    String state() {
        return end == End.OK && body.path("state").isTextual()
                ? body.path("state").asText()
                : null;
    }

    /** Whether a retry may succeed. */
    boolean isRetryable() {
        return end == End.UNKNOWN || status == 0 || status == 503 || status == 429;
    }
}
