package io.darkroom.worker.batch;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jboss.logging.Logger;

/** One run of a network on the device thread: rows in, prediction, rows out. */
final class BatchRun {
    private static final Logger LOG = Logger.getLogger(BatchRun.class);

    private BatchRun() {}

    /**
     * Fills the rows and predicts. False if the run did not fit into memory and a smaller one may: the samples stay where
     * they are.
     */
    static boolean predict(Batch batch) {
        Denoiser denoiser = batch.denoiser();
        try {
            for (Batch.Slice slice : batch.slices()) {
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
                    "out of memory in a run of %d rows, so runs have %d from now on; set darkroom.engine.rows or give the"
                            + " device more memory: %s",
                    batch.rows(), denoiser.rows(), failure.getMessage());
            return false;
        }
    }

    /**
     * Gives the predictions to the samples. A sample that fails by itself does not fail the others.
     *
     * @return the samples that advanced by a step
     */
    static List<RunningSample> advance(Batch batch, BiConsumer<RunningSample, EngineException> failed) {
        List<RunningSample> advanced = new ArrayList<>(batch.slices().size());
        for (Batch.Slice slice : batch.slices()) {
            try {
                if (slice.sample().gather(batch.denoiser(), slice.row(), slice.count())) {
                    advanced.add(slice.sample());
                }
            } catch (RuntimeException e) {
                failed.accept(slice.sample(), EngineException.of(e));
            }
        }
        return advanced;
    }
}
