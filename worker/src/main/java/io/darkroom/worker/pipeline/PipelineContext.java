package io.darkroom.worker.pipeline;

import io.darkroom.contracts.job.MediaRef;
import io.darkroom.contracts.job.Priority;
import io.darkroom.contracts.outcome.Failure;
import io.darkroom.platform.telemetry.trace.ActiveSpan;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** The run as its pipeline sees it. Called only on the thread of the pipeline. */
public interface PipelineContext {
    /**
     * The bytes of an input.
     *
     * @throws PipelineException if it is gone ({@code input_missing}) or does not match its digest
     */
    byte[] read(MediaRef ref);

    /**
     * Reports progress and checks whether to continue; called before the first and after each denoising step. Cheap: it
     * reads flags that other threads set, and never waits for the network.
     *
     * @param step steps done, over all items
     * @param steps steps in all
     * @throws JobStopped if the job was canceled or the lock on it was lost
     */
    void step(int step, int steps);

    /** How urgent the job is; its device lease gets this priority. */
    default Priority priority() {
        return Priority.INTERACTIVE;
    }

    /** How many previews per item the client wants; 0 for none. */
    int previews();

    /**
     * Publishes what an item looks like so far.
     *
     * @param image an encoded image; larger ones than {@code JobEvent.Previewed.MAX_BYTES} are not sent
     */
    void preview(int item, int step, String contentType, byte[] image);

    /**
     * Stores a finished artifact. Returns when it is durable. Storing equal bytes under the same name again does
     * nothing.
     */
    void store(FinishedMedia media);

    /**
     * The same for contents that may not fit into memory.
     *
     * @param media all but the bytes, which are empty
     * @param file is read until this returns
     */
    void store(FinishedMedia media, Path file);

    /**
     * The payload of an earlier attempt's checkpoint. What that attempt stored counts as stored; a pipeline that cannot read
     * the payload starts over.
     *
     * @param configDigest digest of everything that resuming depends on: models, engine, settings
     */
    Optional<byte[]> findCheckpoint(String configDigest);

    /**
     * From now until the offer is closed, the run may write checkpoints: within {@link #step}, and when the pipeline closes the
     * offer because the worker shuts down. Both are on the pipeline's thread. Close the offer before what the snapshot needs,
     * e.g. the device lease.
     *
     * @param configDigest as for {@link #findCheckpoint}
     * @param snapshot creates a payload from which the job can resume
     */
    Offer offerCheckpoint(String configDigest, Supplier<byte[]> snapshot);

    /**
     * Records that an item has no result and that a retry would not help; the other items continue. The last call for
     * an item counts.
     */
    void refuse(int item, Failure failure);

    /** Decides what must not be generated. Refuses nothing unless it is configured. */
    default Moderation moderation() {
        return Moderation.OFF;
    }

    /** Sets the meter of the job's device time, so that it is recorded for a job that does not finish, too. */
    void meter(LongSupplier deviceNanos);

    /** Begins a stage of the job in its trace; closed by the same thread. */
    default ActiveSpan stage(String name) {
        return ActiveSpan.NONE;
    }

    /** See {@link #offerCheckpoint}. */
    interface Offer extends AutoCloseable {
        /** Writes a checkpoint now, if the store is available. */
        void save();

        @Override
        void close();
    }
}
