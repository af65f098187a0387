package io.darkroom.worker.intake;

import io.darkroom.worker.run.AcquiredJob;
import java.time.Duration;
import java.util.Optional;

/** A member of a lane's share group that holds at most one record at a time. For one thread. */
public interface JobSource extends AutoCloseable {
    /**
     * Acquires the next record; empty if none came in time. Not to be called while a record is held.
     *
     * @throws SourceBrokenException if this source is of no use any more
     */
    Optional<AcquiredJob> poll(Duration atMost);

    /** Starts the lock's time again. Bounded by a third of the lock's time. */
    Lock renew();

    /**
     * Settles the record that is held.
     *
     * @return {@link Lock#HELD} if the broker agreed; otherwise this source should be closed
     */
    Lock settle(Acknowledgement acknowledgement);

    /** How long the broker keeps a record for this member without a renewal. */
    Duration lockTime();

    /** Leaves the group; a record that is held goes back. */
    @Override
    void close();

    /** What the broker said of the lock. */
    enum Lock {
        /** It was ours. */
        HELD,
        /** It is not ours any more. */
        LOST,
        /** The broker did not say, and may not know: it forgets locks when it crashes. */
        UNKNOWN
    }

    /** What to tell the broker. */
    enum Acknowledgement {
        /** Done. */
        ACCEPT,
        /** Hand it out again, now. */
        RELEASE,
        /** Never hand it out again. */
        REJECT
    }
}
