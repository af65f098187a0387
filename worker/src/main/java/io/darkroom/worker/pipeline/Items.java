package io.darkroom.worker.pipeline;

import io.darkroom.contracts.outcome.Failure;
import io.darkroom.worker.batch.EngineException;
import io.darkroom.worker.codec.MediaException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Items of a job end one by one: one that comes to nothing does not take its siblings with it. */
public final class Items {
    private Items() {}

    /** What is done for an item in the end. */
    public interface Finish {
        void of(int item) throws InterruptedException;
    }

    /**
     * Finishes an item, or says why it has no result.
     *
     * @return whether it has one
     * @throws PipelineException if trying again may help: then the job is tried again
     * @throws EngineException likewise
     */
    public static boolean finish(int item, PipelineContext context, Finish finish) throws InterruptedException {
        try {
            finish.of(item);
            return true;
        } catch (PipelineException e) {
            lose(item, context, e);
        } catch (EngineException e) {
            lose(item, context, Failures.of(e));
        } catch (MediaException e) {
            lose(item, context, Failures.of(e));
        }
        return false;
    }

    private static void lose(int item, PipelineContext context, PipelineException why) {
        if (why.code().retryable()) {
            throw why;
        }
        context.refuse(item, failure(why));
    }

    /** What a client is told of a sample that the model made nothing of; empty: it did not fail. */
    public static Optional<Failure> failure(@Nullable EngineException why) {
        return Optional.ofNullable(why).map(Failures::of).map(Items::failure);
    }

    private static Failure failure(PipelineException why) {
        return Failure.of(why.code(), String.valueOf(why.getMessage()));
    }
}
