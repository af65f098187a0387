package io.darkroom.worker.run;

import io.darkroom.contracts.job.JobRequest;
import io.darkroom.platform.store.StoreUnavailableException;
import io.darkroom.worker.artifact.Checkpoint;
import io.darkroom.worker.artifact.CheckpointBook;
import io.darkroom.worker.pipeline.PipelineContext.Offer;
import java.util.Optional;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What one attempt leaves for the next one. Belongs to the run's own thread, so a snapshot is taken where the pipeline
 * stands still, and never waits for the device.
 */
final class Checkpointer {
    private static final Logger LOG = Logger.getLogger(Checkpointer.class);

    private final CheckpointBook book;
    private final JobRequest request;
    private final int attempt;
    private final CheckpointRule rule;
    private final StopSignals stop;
    private final Supplier<Progress> progress;
    private @Nullable Standing standing;
    private @Nullable Checkpoint pending;
    private long savedAt = System.nanoTime();
    private boolean litter;
    private boolean resumed;

    /**
     * How far the run is.
     *
     * @param expectedNanos of the whole attempt, as it looks now
     */
    record Progress(Checkpoint.Header header, long expectedNanos) {}

    private record Standing(String maker, Supplier<byte[]> snapshot) {}

    Checkpointer(
            CheckpointBook book,
            JobRequest request,
            int attempt,
            CheckpointRule rule,
            StopSignals stop,
            Supplier<Progress> progress) {
        this.book = book;
        this.request = request;
        this.attempt = attempt;
        this.rule = rule;
        this.stop = stop;
        this.progress = progress;
        this.litter = attempt > 1;
    }

    /**
     * What an earlier attempt left and this one can go on from.
     *
     * @throws StoreUnavailableException if the store cannot tell
     */
    Optional<Checkpoint> find(String maker) {
        if (attempt == 1) {
            return Optional.empty();
        }
        Optional<Checkpoint> found = book.find(request.tenant(), request.id(), maker);
        found.ifPresent(it -> LOG.infof(
                "job %s, attempt %d goes on at step %d, where attempt %d left it",
                request.id(), attempt, it.header().step(), it.header().attempt()));
        resumed |= found.isPresent();
        return found;
    }

    /** The pipeline can be asked for a snapshot until it closes the offer. */
    Offer offer(String maker, Supplier<byte[]> snapshot) {
        standing = new Standing(maker, snapshot);
        return new Offer() {
            @Override
            public void save() {
                saveNow();
            }

            @Override
            public void close() {
                if (stop.shutdown() && !stop.lockLost() && isLong()) {
                    pending = take();
                }
                standing = null;
            }
        };
    }

    /** Between two steps: writes a checkpoint if the last one is old. */
    void stepped() {
        if (standing != null && System.nanoTime() - savedAt > rule.every().toNanos()) {
            saveNow();
        }
    }

    /** Writes what the pipeline left when it was stopped. Returns whether something is written. */
    boolean leave() {
        Checkpoint last = pending;
        return last != null && write(last);
    }

    /** Whether a checkpoint of this job may lie in the store. */
    boolean litter() {
        return litter;
    }

    /** The attempt failed. If it went on from a checkpoint, that one may be to blame; the next attempt starts over. */
    void distrust() {
        if (resumed) {
            book.forget(request.tenant(), request.id());
        }
    }

    private boolean isLong() {
        return progress.get().expectedNanos() >= rule.above().toNanos();
    }

    private void saveNow() {
        Checkpoint now = take();
        if (now != null) {
            write(now);
        }
        savedAt = System.nanoTime();
    }

    private @Nullable Checkpoint take() {
        Standing by = standing;
        if (by == null) {
            return null;
        }
        try {
            Checkpoint.Header at = progress.get().header();
            Checkpoint.Header header = new Checkpoint.Header(
                    at.job(),
                    at.tenant(),
                    at.attempt(),
                    by.maker(),
                    at.step(),
                    at.deviceMs(),
                    at.outputs(),
                    at.failures());
            return new Checkpoint(header, by.snapshot().get());
        } catch (RuntimeException e) {
            LOG.warnf(e, "job %s leaves no checkpoint", request.id());
            return null;
        }
    }

    /** Once, not patiently: a job without its checkpoint only starts over. Nobody writes who lost the lock. */
    private boolean write(Checkpoint checkpoint) {
        if (stop.lockLost()) {
            return false;
        }
        litter = true;
        try {
            return book.save(checkpoint);
        } catch (StoreUnavailableException e) {
            LOG.warnf("job %s leaves no checkpoint: %s", request.id(), e.getMessage());
            return false;
        }
    }
}
