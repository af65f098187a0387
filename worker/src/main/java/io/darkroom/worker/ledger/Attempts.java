package io.darkroom.worker.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The recorded attempts of a job.
 *
 * @param last number of the last attempt that started, 0 if none did
 * @param charged attempts that count against the limit
 * @param lastCause why the last charged attempt ended; null if it is unknown
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

    /** Which worker started an attempt, and when by its clock. */
    public record Start(String worker, Instant at) {}

    /**
     * The log's count, or the view's if the log has lost attempts that the view still has. The view counts more than the log
     * if an attempt was released after the next one had started.
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
