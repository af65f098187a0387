package io.darkroom.worker.intake;

import io.darkroom.worker.run.Verdict;

/** What is done with a record. The one place where a verdict becomes an acknowledgement. */
public enum Settlement {
    ACCEPT,
    REJECT,
    RELEASE,
    /** Written again as a new record, then accepted: one more release and the broker might drop it for good. */
    REQUEUE,
    /** Not ours to settle. */
    NONE;

    /**
     * @param recordDeliveries how often the broker handed this record out
     */
    public static Settlement of(Verdict verdict, int recordDeliveries, DeliveryLimits limits) {
        return switch (verdict) {
            case Verdict.Accept _ -> ACCEPT;
            case Verdict.Reject _ -> REJECT;
            case Verdict.RetryAfter _, Verdict.Interrupted _ ->
                limits.allowRelease(recordDeliveries) ? RELEASE : REQUEUE;
            case Verdict.LockLost _ -> NONE;
        };
    }
}
