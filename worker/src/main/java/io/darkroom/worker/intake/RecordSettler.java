package io.darkroom.worker.intake;

import io.darkroom.worker.intake.JobSource.Acknowledgement;
import io.darkroom.worker.intake.JobSource.Lock;
import io.darkroom.worker.run.AcquiredJob;
import io.darkroom.worker.run.Verdict;
import org.jboss.logging.Logger;

/** Settles the records of one slot by the verdicts on their jobs. */
final class RecordSettler {
    private static final Logger LOG = Logger.getLogger(RecordSettler.class);

    private final Requeue requeue;
    private final DeliveryLimits limits;
    private final IntakeMeters meters;

    RecordSettler(Requeue requeue, DeliveryLimits limits, IntakeMeters meters) {
        this.requeue = requeue;
        this.limits = limits;
        this.meters = meters;
    }

    /** Returns whether the source can still be used. */
    boolean settle(JobSource source, AcquiredJob job, Verdict verdict) {
        Settlement settlement = Settlement.of(verdict, job.deliveryCount().ofRecord(), limits);
        Lock lock = switch (settlement) {
            case ACCEPT -> source.settle(Acknowledgement.ACCEPT);
            case REJECT -> source.settle(Acknowledgement.REJECT);
            case RELEASE -> source.settle(Acknowledgement.RELEASE);
            case REQUEUE -> source.settle(requeue(job));
            case NONE -> Lock.LOST;
        };
        meters.settled(settlement, lock);
        if (lock != Lock.HELD) {
            LOG.infof(
                    "record %s (%s) was not settled, lock %s; its next delivery finds the outcome", job, verdict, lock);
        }
        return lock == Lock.HELD;
    }

    private Acknowledgement requeue(AcquiredJob job) {
        try {
            requeue.requeue(job);
            return Acknowledgement.ACCEPT;
        } catch (RuntimeException e) {
            // Accepting it without the new record would lose the job.
            LOG.warnf("record %s is released although the broker may drop it soon: %s", job, e.getMessage());
            return Acknowledgement.RELEASE;
        }
    }
}
