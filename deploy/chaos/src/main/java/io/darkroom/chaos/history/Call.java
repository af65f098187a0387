package io.darkroom.chaos.history;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One call to a gateway.
 *
 * @param intent that it belongs to
 * @param body names the body that was sent: two calls with the same name sent the same one
 * @param end what the client knows afterwards
 * @param status of the answer; 0: there was none
 * @param code of the problem document; null: none
 * @param jobId the job that the answer named; for reads and cancels, the requested one
 * @param state of the job, of the answer; null: it has none
 * @param retryAfter whether the answer had the header
 * @param gateway that was called
 */
public record Call(
        String intent,
        Verb verb,
        String body,
        Instant at,
        long tookMs,
        End end,
        int status,
        @Nullable String code,
        @Nullable String jobId,
        @Nullable String state,
        boolean retryAfter,
        String gateway) {
    /** What was called. */
    public enum Verb {
        SUBMIT,
        /** With the key of the intent, but another body. */
        SUBMIT_OTHER_BODY,
        CANCEL,
        READ
    }

    /** What the client knows of the effect. */
    public enum End {
        OK,
        /** It certainly had no effect. */
        FAILED,
        /** It may have had its effect, or may have it yet. */
        UNKNOWN
    }

    public Instant over() {
        return at.plusMillis(tookMs);
    }
}
