package io.darkroom.worker.intake;

import io.darkroom.worker.run.Verdict;

/** How a record is settled. The one place where a verdict becomes an acknowledgement. */
public enum Settlement {
    ACCEPT,
    REJECT,
    RELEASE,
    /** Written again as a new record, then accepted: after one more release the broker might drop it for good. */
    REQUEUE,
    /** Not to be settled by this worker. */
    NONE;

    /**
     * @param recordDeliveries deliveries of this record
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
