package io.darkroom.worker.batch;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jboss.logging.Logger;

/** One run of a network on the device thread: rows in, the run, rows out. */
final class BatchRun {
    private static final Logger LOG = Logger.getLogger(BatchRun.class);

    private BatchRun() {}

    /**
     * Fills the rows and predicts. False if there was no memory for it, and smaller runs may do: the samples stay where they
     * are.
     */
    static boolean predict(Batch chunk) {
        Denoiser denoiser = chunk.denoiser();
        try {
            for (Batch.Slice slice : chunk.slices()) {
                slice.sample().put(denoiser, slice.row(), slice.count());
            }
            denoiser.run();
            return true;
        } catch (RuntimeException | OutOfMemoryError e) {
            EngineException failure = EngineException.of(e);
            if (failure.reason() != EngineException.Reason.OUT_OF_MEMORY || !denoiser.shrink()) {
                throw failure;
            }
            LOG.warnf(
                    "no memory for a run of %d rows, so runs have %d from now on; set darkroom.engine.rows or give the"
                            + " device more memory: %s",
                    chunk.rows(), denoiser.rows(), failure.getMessage());
            return false;
        }
    }

    /**
     * Hands out the predictions. A sample that fails by itself takes no other one with it.
     *
     * @return those that are a step further
     */
    static List<RunningSample> advance(Batch chunk, BiConsumer<RunningSample, EngineException> failed) {
        List<RunningSample> stepped = new ArrayList<>(chunk.slices().size());
        for (Batch.Slice slice : chunk.slices()) {
            try {
                if (slice.sample().take(chunk.denoiser(), slice.row(), slice.count())) {
                    stepped.add(slice.sample());
                }
            } catch (RuntimeException e) {
                failed.accept(slice.sample(), EngineException.of(e));
            }
        }
        return stepped;
    }
}
