package io.darkroom.worker.intake;

import io.darkroom.worker.run.AcquiredJob;
import java.time.Duration;
import java.util.Optional;

/** A member of a lane's share group that holds at most one record at a time. For one thread. */
public interface JobSource extends AutoCloseable {
    /**
     * Acquires the next record; empty if none came in time. Not to be called while a record is held.
     *
     * @throws SourceBrokenException if this source cannot be used any more
     */
    Optional<AcquiredJob> poll(Duration atMost);

    /** Restarts the lock's duration. Takes at most a third of it. */
    Lock renew();

    /**
     * Settles the record that is held.
     *
     * @return {@link Lock#HELD} if the broker agreed; otherwise this source should be closed
     */
    Lock settle(Acknowledgement acknowledgement);

    /** How long the broker keeps a record for this member without a renewal. */
    Duration lockTime();

    /** Leaves the group; a record that is held is released. */
    @Override
    void close();

    /** The lock's state, by the broker's answer. */
    enum Lock {
        /** This member held it. */
        HELD,
        /** This member does not hold it any more. */
        LOST,
        /** The broker did not answer, and may not know: it forgets locks when it crashes. */
        UNKNOWN
    }

    /** How a record is settled. */
    enum Acknowledgement {
        /** Done. */
        ACCEPT,
        /** Deliver it again, now. */
        RELEASE,
        /** Never deliver it again. */
        REJECT
    }
}
