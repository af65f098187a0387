package io.darkroom.worker.pipeline.still;

import io.darkroom.contracts.job.Denoising;
import io.darkroom.contracts.job.InterpolateImages;
import io.darkroom.contracts.job.JobInput;
import io.darkroom.contracts.job.MediaRef;
import io.darkroom.contracts.job.PromptedImage;
import io.darkroom.platform.telemetry.trace.ActiveSpan;
import io.darkroom.worker.batch.DeviceLease;
import io.darkroom.worker.batch.EngineException;
import io.darkroom.worker.codec.MediaBudget;
import io.darkroom.worker.codec.MediaException;
import io.darkroom.worker.codec.MediaThreads;
import io.darkroom.worker.codec.StillReader;
import io.darkroom.worker.pipeline.ConfigDigest;
import io.darkroom.worker.pipeline.Failures;
import io.darkroom.worker.pipeline.PipelineContext;
import io.darkroom.worker.pipeline.PipelineContext.Offer;
import io.darkroom.worker.pipeline.PipelineException;
import io.darkroom.worker.pipeline.PipelineResult;
import io.darkroom.worker.pipeline.Stage;
import io.darkroom.worker.raster.Pixels;
import io.darkroom.worker.residency.Engine;
import io.darkroom.worker.residency.LoadedModel;
import java.util.function.UnaryOperator;

/** What all jobs of still images have in common: they find the model, lease its device and return a result. */
final class Stills {
    private final Engine engine;
    private final MediaThreads media;
    private final Resampling resampling;

    Stills(Engine engine, MediaThreads media) {
        this(engine, media, Resampling.NONE);
    }

    /** @param resampling for jobs that repaint */
    Stills(Engine engine, MediaThreads media, Resampling resampling) {
        this.engine = engine;
        this.media = media;
        this.resampling = resampling;
    }

    /** The part of a job that differs by kind. */
    interface Work {
        void on(StillRun run) throws InterruptedException;
    }

    /**
     * Runs the work with a lease of the model's device.
     *
     * @throws PipelineException if the model cannot do this, or if the engine or an input's bytes make the work fail
     */
    PipelineResult run(String modelId, JobInput job, PipelineContext context, Work work) throws InterruptedException {
        return run(modelId, job, context, model -> model, work);
    }

    /**
     * The same at a size that is not in the job.
     *
     * @param at returns the model at that size
     */
    PipelineResult run(String modelId, JobInput job, PipelineContext context, UnaryOperator<LoadedModel> at, Work work)
            throws InterruptedException {
        try {
            LoadedModel model = at.apply(model(modelId, job));
            Resampling again = resampling.of(job, model);
            context.step(0, Evaluations.of(job, model, again));
            try (DeviceLease lease = open(model, context)) {
                context.meter(lease::deviceNanos);
                StillRun run = new StillRun(job, model, lease, media, context, again);
                if (!run.refusesPrompt()) {
                    resume(job, run, context, work);
                }
                return run.result();
            }
        } catch (EngineException e) {
            throw Failures.of(e);
        } catch (MediaException e) {
            throw Failures.of(e);
        }
    }

    /** The model may have to be loaded first. */
    private DeviceLease open(LoadedModel model, PipelineContext context) {
        try (ActiveSpan _ = context.stage(Stage.PREPARE)) {
            return engine.open(model, context.priority());
        }
    }

    /** An input image of the job, in its own size, which is checked before decoding. */
    Pixels read(MediaRef ref, MediaBudget budget, PipelineContext context) throws InterruptedException {
        byte[] bytes = context.read(ref);
        try {
            return media.call(() -> new StillReader(budget).read(bytes));
        } catch (MediaException e) {
            throw Failures.of(e);
        }
    }

    /** Resumes from the checkpoint of an earlier attempt, if there is one; work other than denoising is repeated. */
    private static void resume(JobInput job, StillRun run, PipelineContext context, Work work)
            throws InterruptedException {
        if (!(job instanceof Denoising)) {
            work.on(run);
            return;
        }
        String configDigest = ConfigDigest.of(run.receipt());
        context.findCheckpoint(configDigest).ifPresent(run::resume);
        try (Offer _ = context.offerCheckpoint(configDigest, run::snapshot)) {
            work.on(run);
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
            case PromptedImage image -> model.at(image.width(), image.height());
            case InterpolateImages walk -> model.at(walk.width(), walk.height());
            default -> model;
        };
    }
}
