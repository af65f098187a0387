package io.darkroom.worker.pipeline.still;

import io.darkroom.contracts.job.PromptedImage;
import io.darkroom.worker.batch.SampleRequest;
import io.darkroom.worker.model.ModelManifest.Sample;
import io.darkroom.worker.pipeline.Samples;
import io.darkroom.worker.raster.Canvas;
import io.darkroom.worker.raster.Mask;
import io.darkroom.worker.raster.Pixels;
import io.darkroom.worker.raster.Seam;
import io.darkroom.worker.scheduler.Scheduler;
import java.util.ArrayList;
import java.util.List;

/**
 * An image of which a part is redrawn, at the model's size.
 *
 * @param seen the image as input of the denoiser
 * @param kept the image whose bytes the result has wherever the mask is 0
 * @param mask what is redrawn
 */
record Repaint(Pixels seen, Pixels kept, Mask mask) {
    /** Steps 3 to 5 of {@code image.inpaint} and {@code image.outpaint}. */
    void draw(StillRun run, PromptedImage job, double strength) throws InterruptedException {
        // 3. Encode the prompts and the image; find the latent cells that are redrawn.
        float[] clean = run.encode(seen);
        Sample shape = run.model().sampleShape();
        float[] cells = mask.cells(shape.width(), shape.height());
        boolean seesMask = run.model().takesMask();
        Prompts plain = run.prompts(job);
        Prompts prompts = seesMask ? plain.with(run.onDevice(() -> run.model().maskChannels(seen, mask))) : plain;
        // 4. All items join the running batch; for a network that does not see the known part, it is restored at each
        // step.
        List<SampleRequest> samples = new ArrayList<>();
        for (int item = 0; item < job.n(); item++) {
            Scheduler plan = run.scheduler(job);
            int first = Strength.firstStep(plan.steps(), strength);
            Scheduler scheduler = run.resampled(plan, first);
            long seed = job.seedOf(item);
            float[] noise = run.noise(seed);
            samples.add(run.fromImage(item, scheduler, first, clean, noise, seed)
                    .prompt(prompts.conditioning(), prompts.scale())
                    .unconditional(prompts.unconditional())
                    .callback(seesMask ? null : new PinnedRegion(scheduler, clean, noise, cells))
                    .build());
        }
        Samples finished = run.denoise(samples);
        // 5. Decode, restore the known part exactly, encode as files, store.
        run.finish(job.n(), item -> {
            Pixels image = run.decode(finished.get(item));
            run.store(item, run.aside(() -> joined(image)), job.outputFormat());
        });
    }

    private Pixels joined(Pixels drawn) {
        Pixels fitting = Seam.closed(kept, drawn, mask);
        // The old content must not shine through, so there is no blending where the mask is white.
        return Canvas.mix(kept, fitting, mask);
    }
}
