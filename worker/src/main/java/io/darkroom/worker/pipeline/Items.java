package io.darkroom.worker.pipeline;

import io.darkroom.contracts.outcome.Failure;
import io.darkroom.worker.batch.EngineException;
import io.darkroom.worker.codec.MediaException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finishes the items of a job one by one: an item that fails does not fail the others. */
public final class Items {
    private Items() {}

    /** The last stage of an item. */
    public interface Finish {
        void of(int item) throws InterruptedException;
    }

    /**
     * Finishes an item, or records why it has no result.
     *
     * @return whether it has one
     * @throws PipelineException if a retry may help: then the whole job is retried
     * @throws EngineException likewise
     */
    public static boolean finish(int item, PipelineContext context, Finish finish) throws InterruptedException {
        try {
            finish.of(item);
            return true;
        } catch (PipelineException e) {
            fail(item, context, e);
        } catch (EngineException e) {
            fail(item, context, Failures.of(e));
        } catch (MediaException e) {
            fail(item, context, Failures.of(e));
        }
        return false;
    }

    private static void fail(int item, PipelineContext context, PipelineException why) {
        if (why.code().retryable()) {
            throw why;
        }
        context.refuse(item, failure(why));
    }

    /** The failure of a sample as clients get it; empty if it did not fail. */
    public static Optional<Failure> failure(@Nullable EngineException why) {
        return Optional.ofNullable(why).map(Failures::of).map(Items::failure);
    }

    private static Failure failure(PipelineException why) {
        return Failure.of(why.code(), String.valueOf(why.getMessage()));
    }
}
