package io.darkroom.worker.pipeline;

import io.darkroom.contracts.job.DetectAnomalies;
import io.darkroom.contracts.job.JobInput;
import io.darkroom.contracts.job.JobKind;
import io.darkroom.worker.batch.SampleRequest;
import io.darkroom.worker.codec.MediaBudget;
import io.darkroom.worker.codec.MediaThreads;
import io.darkroom.worker.raster.Fitted;
import io.darkroom.worker.raster.Pixels;
import io.darkroom.worker.residency.Engine;
import io.darkroom.worker.scheduler.Scheduler;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code image.detect-anomalies}: a picture is noised until its details are lost and goes back by what the model knows. What does
 * not come back is what the model did not expect (AnoDDPM, Wyatt et al., 2022).
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
    public PipelineResult develop(String modelId, JobInput input, PipelineContext context) throws InterruptedException {
        if (!(input instanceof DetectAnomalies job)) {
            throw new IllegalArgumentException("not an image.detect-anomalies input: " + input.kind());
        }
        Pixels picture = stills.read(job.image(), MediaBudget.STILL, context);
        // 1. The model, at a size of the picture's shape if it makes such, and whether it can do this; a share of its
        // device.
        return stills.develop(modelId, job, context, model -> BestMatch.to(picture, model), run -> {
            // 2. All of the picture at that size, as the denoiser sees it, and back: what that loses is no anomaly.
            Fitted fitted = run.whole(picture);
            float[] clean = run.encode(fitted.pixels());
            Pixels seen = run.decode(clean);
            // 3. Words to token states; without any, the empty prompt stands for all that the model knows.
            Prompts prompts = run.prompts(job.prompt() == null ? "" : job.prompt(), job.guidanceScale());
            // 4. Repeats join the running batch part of the way, each with other noise.
            List<SampleRequest> samples = new ArrayList<>();
            for (int repeat = 0; repeat < job.n(); repeat++) {
                samples.add(sample(run, job, repeat, clean, prompts));
            }
            Samples finished = run.denoise(samples);
            // 5. Compared, averaged, drawn, stored.
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
        SampleRequest.Builder sample = run.fromPicture(repeat, scheduler, first, clean, run.noise(seed), seed)
                .prompt(prompts.towards(), prompts.scale())
                .unconditional(prompts.against());
        // One item, so one preview: the first repeat's.
        return (repeat == 0 ? sample : sample.previews(_ -> false)).build();
    }
}
