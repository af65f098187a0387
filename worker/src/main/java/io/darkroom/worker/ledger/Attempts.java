package io.darkroom.worker.ledger;

import org.jspecify.annotations.Nullable;

/**
 * What is on record about a job's attempts.
 *
 * @param last number of the last attempt that started, 0 if none did
 * @param charged attempts that count against the limit
 * @param lastCause why the last charged attempt ended; null if nobody said
 * @param trace {@code traceparent} of the last attempt; null if it was not traced
 */
public record Attempts(
        int last,
        int charged,
        @Nullable String lastCause,
        @Nullable String trace) {
    public static final Attempts NONE = new Attempts(0, 0, null);

    public Attempts(int last, int charged, @Nullable String lastCause) {
        this(last, charged, lastCause, null);
    }

    /** Two sources may each have missed something; what either of them saw did happen. */
    public Attempts and(Attempts other) {
        return new Attempts(
                Math.max(last, other.last),
                Math.max(charged, other.charged),
                lastCause != null ? lastCause : other.lastCause,
                trace != null ? trace : other.trace);
    }

    Attempts traced(@Nullable String traceparent) {
        return new Attempts(last, charged, lastCause, traceparent);
    }
}
