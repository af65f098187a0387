package io.darkroom.worker.pipeline;

import io.darkroom.contracts.job.PromptedImage;
import io.darkroom.worker.batch.SampleRequest;
import io.darkroom.worker.model.ModelManifest.Sample;
import io.darkroom.worker.raster.Canvas;
import io.darkroom.worker.raster.Mask;
import io.darkroom.worker.raster.Pixels;
import io.darkroom.worker.raster.Seam;
import io.darkroom.worker.scheduler.Scheduler;
import java.util.ArrayList;
import java.util.List;

/**
 * A picture of which a part is drawn anew, at the size of the model's pictures.
 *
 * @param seen the picture as the denoiser shall see it
 * @param kept the picture of which all that the mask leaves alone is in the result, byte by byte
 * @param mask what is drawn anew
 */
record Repaint(Pixels seen, Pixels kept, Mask mask) {
    /** Words, samples, pictures: {@code image.inpaint} and {@code image.outpaint} from here on. */
    void draw(StillRun run, PromptedImage job, double strength) throws InterruptedException {
        // 3. Words to token states; the picture as the denoiser sees it, and which of its cells are drawn.
        float[] clean = run.encode(seen);
        Sample shape = run.model().sampleShape();
        float[] cells = mask.cells(shape.width(), shape.height());
        boolean shown = run.model().takesMask();
        Prompts words = run.prompts(job);
        Prompts prompts = shown ? words.showing(run.onDevice(() -> run.model().maskChannels(seen, mask))) : words;
        // 4. All items join the running batch; a network that is not shown the known part has it put back each step.
        List<SampleRequest> samples = new ArrayList<>();
        for (int item = 0; item < job.n(); item++) {
            Scheduler way = run.scheduler(job);
            int first = Strength.firstStep(way.steps(), strength);
            Scheduler scheduler = run.resampled(way, first);
            long seed = job.seedOf(item);
            float[] noise = run.noise(seed);
            samples.add(run.fromPicture(item, scheduler, first, clean, noise, seed)
                    .prompt(prompts.towards(), prompts.scale())
                    .unconditional(prompts.against())
                    .callback(shown ? null : new PinnedRegion(scheduler, clean, noise, cells))
                    .build());
        }
        Samples finished = run.denoise(samples);
        // 5. Enlarged; the known part exactly as it was; encoded, stored.
        run.finish(job.n(), item -> {
            Pixels picture = run.decode(finished.get(item));
            run.store(item, run.aside(() -> joined(picture)), job.outputFormat());
        });
    }

    private Pixels joined(Pixels drawn) {
        Pixels fitting = Seam.closed(kept, drawn, mask);
        // What was there before must not be seen through what is drawn, so nothing fades where the mask is white.
        return Canvas.mix(kept, fitting, mask);
    }
}
