package io.darkroom.worker.checkpoint;

import io.darkroom.contracts.job.JobRequest;
import io.darkroom.platform.store.StoreUnavailableException;
import io.darkroom.worker.pipeline.PipelineContext.Offer;
import java.util.Optional;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Writes the checkpoints of one attempt. Used only by the thread of the run, so a snapshot is always taken between two
 * steps of the pipeline and never waits for the device.
 */
public final class Checkpointer {
    private static final Logger LOG = Logger.getLogger(Checkpointer.class);

    private final CheckpointBook book;
    private final JobRequest request;
    private final int attempt;
    private final CheckpointRule rule;
    private final RunSignals signals;
    private final Supplier<Progress> progress;
    private @Nullable Source source;
    private @Nullable Checkpoint pending;
    private long savedAt = System.nanoTime();
    private boolean mayExist;
    private boolean resumed;

    /** Why the run may have to stop. */
    public interface RunSignals {
        boolean shutdown();

        boolean lockLost();
    }

    /**
     * The progress of the run.
     *
     * @param header all of it but the configuration's digest
     * @param expectedNanos estimated duration of the whole attempt
     */
    public record Progress(Checkpoint.Header header, long expectedNanos) {}

    private record Source(String configDigest, Supplier<byte[]> snapshot) {}

    public Checkpointer(
            CheckpointBook book,
            JobRequest request,
            int attempt,
            CheckpointRule rule,
            RunSignals signals,
            Supplier<Progress> progress) {
        this.book = book;
        this.request = request;
        this.attempt = attempt;
        this.rule = rule;
        this.signals = signals;
        this.progress = progress;
        this.mayExist = attempt > 1;
    }

    /**
     * The checkpoint of an earlier attempt, if this attempt can resume from it.
     *
     * @throws StoreUnavailableException if the store is unavailable
     */
    public Optional<Checkpoint> find(String configDigest) {
        if (attempt == 1) {
            return Optional.empty();
        }
        Optional<Checkpoint> found = book.find(request.tenant(), request.id(), configDigest);
        found.ifPresent(it -> LOG.infof(
                "job %s, attempt %d resumes at step %d, from the checkpoint of attempt %d",
                request.id(), attempt, it.header().step(), it.header().attempt()));
        resumed |= found.isPresent();
        return found;
    }

    /** From now on checkpoints are taken by this snapshot, until the pipeline closes the offer. */
    public Offer offer(String configDigest, Supplier<byte[]> snapshot) {
        source = new Source(configDigest, snapshot);
        return new Offer() {
            @Override
            public void save() {
                saveNow();
            }

            @Override
            public void close() {
                if (signals.shutdown() && !signals.lockLost() && isLong()) {
                    pending = snapshot();
                }
                source = null;
            }
        };
    }

    /** Called between two steps: writes a checkpoint if the last one is too old. */
    public void stepDone() {
        if (source != null && System.nanoTime() - savedAt > rule.every().toNanos()) {
            saveNow();
        }
    }

    /** Writes the snapshot that was taken when the pipeline stopped for a shutdown. Returns whether one is stored. */
    public boolean writePending() {
        Checkpoint last = pending;
        return last != null && write(last);
    }

    /** Whether the store may hold a checkpoint of this job. */
    public boolean mayExist() {
        return mayExist;
    }

    /**
     * Deletes the checkpoint that this attempt resumed from, if it did: the attempt failed and the checkpoint may be the
     * cause, so the next attempt starts over.
     */
    public void deleteIfResumed() {
        if (resumed) {
            book.delete(request.tenant(), request.id());
        }
    }

    private boolean isLong() {
        return progress.get().expectedNanos() >= rule.above().toNanos();
    }

    private void saveNow() {
        Checkpoint now = snapshot();
        if (now != null) {
            write(now);
        }
        savedAt = System.nanoTime();
    }

    private @Nullable Checkpoint snapshot() {
        Source from = source;
        if (from == null) {
            return null;
        }
        try {
            return new Checkpoint(
                    progress.get().header().with(from.configDigest()),
                    from.snapshot().get());
        } catch (RuntimeException | OutOfMemoryError e) {
            // The job has to be released all the same.
            LOG.warnf(e, "job %s: no checkpoint could be taken", request.id());
            return null;
        }
    }

    /** One try: a job without a checkpoint only starts over. A worker that lost the lock must not write. */
    private boolean write(Checkpoint checkpoint) {
        if (signals.lockLost()) {
            return false;
        }
        mayExist = true;
        try {
            return book.save(checkpoint);
        } catch (RuntimeException | OutOfMemoryError e) {
            LOG.warnf("job %s: the checkpoint was not stored: %s", request.id(), e.getMessage());
            return false;
        }
    }
}
