package io.darkroom.worker.pipeline;

import io.darkroom.contracts.job.MediaRef;
import io.darkroom.contracts.job.Priority;
import io.darkroom.contracts.outcome.Failure;
import io.darkroom.platform.telemetry.trace.Span;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** What a pipeline may ask of the run it belongs to. Called from the pipeline's own thread only. */
public interface PipelineContext {
    /**
     * The bytes of an input.
     *
     * @throws PipelineException if it is gone ({@code input_missing}) or is not what its digest says
     */
    byte[] read(MediaRef ref);

    /**
     * Reports progress and asks whether to go on; called before the first and after each denoising step. Cheap: it
     * reads flags that others set and never waits for the network.
     *
     * @param step steps done, over all items
     * @param steps steps in all
     * @throws JobStopped if the job was canceled or the lock on it was lost
     */
    void step(int step, int steps);

    /** How urgent the job is; its share of the device is opened with it. */
    default Priority priority() {
        return Priority.INTERACTIVE;
    }

    /** How many previews per item the client wants; 0 for none. */
    int previews();

    /**
     * Shows what an item looks like so far.
     *
     * @param picture an encoded picture; larger ones than {@code JobEvent.Previewed.MAX_BYTES} are not sent
     */
    void preview(int item, int step, String contentType, byte[] picture);

    /** Stores a finished artifact. Returns when it is durable. Storing the same bytes under the same name again costs nothing. */
    void store(FinishedMedia media);

    /**
     * The same for contents that need not fit the memory.
     *
     * @param media all but the bytes, which are empty
     * @param file is read until this returns
     */
    void store(FinishedMedia media, Path file);

    /**
     * Where an earlier attempt stopped. What it stored counts as stored; a pipeline that cannot read the payload starts over.
     *
     * @param configDigest digest of everything that the payload's further use depends on: models, engine, settings
     */
    Optional<byte[]> findCheckpoint(String configDigest);

    /**
     * From now until the offer is closed the pipeline can be asked for a checkpoint: within {@link #step}, and when it
     * closes the offer because the worker shuts down. Both are on its own thread. Close the offer before what the snapshot
     * needs, e.g. the share of the device.
     *
     * @param configDigest as for {@link #findCheckpoint}
     * @param snapshot a payload from which the job can go on
     */
    Offer offerCheckpoint(String configDigest, Supplier<byte[]> snapshot);

    /** This item has no result, and trying again would not help; its siblings go on. The last word on an item counts. */
    void refuse(int item, Failure failure);

    /** What must not be made. Refuses nothing unless it is set up. */
    default Moderation moderation() {
        return Moderation.OFF;
    }

    /** Shows the meter of the job's device time, so that a job that does not finish tells it, too. */
    void meter(LongSupplier deviceNanos);

    /** A part of the job's way that is worth telling whoever asks where its time went; closed by the same thread. */
    default Span stage(String name) {
        return Span.NONE;
    }

    /** See {@link #offerCheckpoint}. */
    interface Offer extends AutoCloseable {
        /** Writes a checkpoint now, as well as the store allows. */
        void save();

        @Override
        void close();
    }
}
