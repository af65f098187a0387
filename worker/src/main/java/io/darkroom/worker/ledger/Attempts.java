package io.darkroom.worker.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is on record about a job's attempts.
 *
 * @param last number of the last attempt that started, 0 if none did
 * @param charged attempts that count against the limit
 * @param lastCause why the last charged attempt ended; null if nobody said
 * @param latest the last start; null if it is not known
 * @param trace {@code traceparent} of the last attempt; null if it was not traced
 */
public record Attempts(
        int last,
        int charged,
        @Nullable String lastCause,
        @Nullable Start latest,
        @Nullable String trace) {
    public static final Attempts NONE = new Attempts(0, 0, null);

    public Attempts(int last, int charged, @Nullable String lastCause) {
        this(last, charged, lastCause, null, null);
    }

    /** Who began, and when by its clock. */
    public record Start(String worker, Instant at) {}

    /**
     * The log's count, or the view's where the log has forgotten attempts that the view still knows. The view counts more
     * than the log if an attempt was given back after the next one had begun.
     */
    public Attempts orOf(Attempts view) {
        return view.last > last
                ? new Attempts(view.last, Math.max(charged, view.charged), lastCause, latest, trace)
                : this;
    }

    Attempts traced(@Nullable String traceparent) {
        return new Attempts(last, charged, lastCause, latest, traceparent);
    }
}
