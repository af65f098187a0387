package io.darkroom.worker.pipeline.still;

import io.darkroom.contracts.job.DetectAnomalies;
import io.darkroom.contracts.job.JobInput;
import io.darkroom.contracts.job.JobKind;
import io.darkroom.worker.batch.SampleRequest;
import io.darkroom.worker.codec.MediaBudget;
import io.darkroom.worker.codec.MediaThreads;
import io.darkroom.worker.pipeline.FinishedMedia;
import io.darkroom.worker.pipeline.Pipeline;
import io.darkroom.worker.pipeline.PipelineContext;
import io.darkroom.worker.pipeline.PipelineResult;
import io.darkroom.worker.pipeline.Samples;
import io.darkroom.worker.raster.Fitted;
import io.darkroom.worker.raster.Pixels;
import io.darkroom.worker.residency.Engine;
import io.darkroom.worker.scheduler.Scheduler;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code image.detect-anomalies}: noise is added to an image until its details are lost, and the model reconstructs it. What the
 * model cannot reconstruct is an anomaly (AnoDDPM, Wyatt et al., 2022).
 */
@ApplicationScoped
public class DetectAnomaliesPipeline implements Pipeline {
    private final Stills stills;

    public DetectAnomaliesPipeline(Engine engine, MediaThreads media) {
        this.stills = new Stills(engine, media);
    }

    @Override
    public JobKind kind() {
        return JobKind.IMAGE_DETECT_ANOMALIES;
    }

    @Override
    public PipelineResult run(String modelId, JobInput input, PipelineContext context) throws InterruptedException {
        if (!(input instanceof DetectAnomalies job)) {
            throw new IllegalArgumentException("not an image.detect-anomalies input: " + input.kind());
        }
        Pixels image = stills.read(job.image(), MediaBudget.STILL, context);
        // 1. Find the model, at a size of the image's proportions if it supports one, check that it can do this, lease
        // its
        // device.
        return stills.run(modelId, job, context, model -> BestMatch.to(image, model), run -> {
            // 2. Encode all of the image at that size, and decode it: what only this loses is not an anomaly.
            Fitted fitted = run.whole(image);
            float[] clean = run.encode(fitted.pixels());
            Pixels seen = run.decode(clean);
            // 3. Encode the prompt; the empty prompt stands for everything that the model was trained on.
            Prompts prompts = run.prompts(job.prompt() == null ? "" : job.prompt(), job.guidanceScale());
            // 4. Repeats join the running batch at a later step, each with different noise.
            List<SampleRequest> samples = new ArrayList<>();
            for (int repeat = 0; repeat < job.n(); repeat++) {
                samples.add(sample(run, job, repeat, clean, prompts));
            }
            Samples finished = run.denoise(samples);
            // 5. Compare, average, draw the heat map, store.
            run.finish(1, _ -> {
                List<Pixels> made = run.decode(finished);
                Anomalies anomalies = run.aside(() -> Anomalies.between(seen, made, fitted.place()));
                FinishedMedia map = run.still(0, "heat_map", "0", anomalies.heatMap(), "png");
                run.store(map.with(anomalies.measures()));
            });
        });
    }

    private static SampleRequest sample(StillRun run, DetectAnomalies job, int repeat, float[] clean, Prompts prompts) {
        Scheduler scheduler = run.scheduler(job);
        int first = Strength.firstStep(scheduler.steps(), job.level());
        long seed = job.seedOf(repeat);
        SampleRequest.Builder sample = run.fromImage(repeat, scheduler, first, clean, run.noise(seed), seed)
                .prompt(prompts.conditioning(), prompts.scale())
                .unconditional(prompts.unconditional());
        // One item has one preview: the first repeat's.
        return (repeat == 0 ? sample : sample.previews(_ -> false)).build();
    }
}
