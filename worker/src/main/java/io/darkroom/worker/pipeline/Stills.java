package io.darkroom.worker.pipeline;

import io.darkroom.contracts.job.Denoising;
import io.darkroom.contracts.job.InterpolateImages;
import io.darkroom.contracts.job.JobInput;
import io.darkroom.contracts.job.PromptedPicture;
import io.darkroom.worker.engine.DeviceShare;
import io.darkroom.worker.engine.Engine;
import io.darkroom.worker.engine.EngineException;
import io.darkroom.worker.engine.LoadedModel;
import io.darkroom.worker.media.MediaException;
import io.darkroom.worker.media.MediaThreads;

/** What every job of still pictures does the same way: it finds its model, opens its share, tells how it ended. */
final class Stills {
    private final Engine engine;
    private final MediaThreads media;

    Stills(Engine engine, MediaThreads media) {
        this.engine = engine;
        this.media = media;
    }

    /** A job's own page. */
    interface Work {
        void on(StillRun run) throws InterruptedException;
    }

    /**
     * Runs the work with an open share of the model's device, and says what it took.
     *
     * @throws PipelineException if the model cannot do this, or if the engine or an input's bytes make the work fail
     */
    Developed develop(String modelId, JobInput job, PipelineContext context, Work work) throws InterruptedException {
        try {
            LoadedModel model = model(modelId, job);
            context.step(0, job.items() * job.steps());
            try (DeviceShare share = engine.open(model, context.priority())) {
                context.meter(share::deviceNanos);
                StillRun run = new StillRun(job, model, share, media, context);
                if (!run.refusesPrompt()) {
                    work.on(run);
                }
                return run.developed();
            }
        } catch (EngineException e) {
            throw Failures.of(e);
        } catch (MediaException e) {
            throw Failures.of(e);
        }
    }

    private LoadedModel model(String id, JobInput job) {
        LoadedModel model = engine.model(id);
        if (!model.info().kinds().contains(job.kind())) {
            throw Failures.unavailable(id, "does not serve " + job.kind().wireName());
        }
        if (job instanceof Denoising denoising && !model.info().schedulers().contains(denoising.scheduler())) {
            throw Failures.unavailable(id, "has no scheduler '" + denoising.scheduler() + "'");
        }
        return switch (job) {
            case PromptedPicture picture -> model.at(picture.width(), picture.height());
            case InterpolateImages walk -> model.at(walk.width(), walk.height());
            default -> model;
        };
    }
}
