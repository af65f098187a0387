package io.darkroom.worker.pipeline;

import io.darkroom.contracts.job.MediaRef;
import io.darkroom.contracts.job.Priority;

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

    /** Stores a finished artifact. Returns when it is durable. */
    void store(FinishedMedia media);
}
