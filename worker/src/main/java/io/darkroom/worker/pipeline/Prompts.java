package io.darkroom.worker.pipeline;

import io.darkroom.contracts.job.JobInput;
import io.darkroom.contracts.job.Prompted;
import io.darkroom.worker.batch.Conditioning;
import io.darkroom.worker.batch.DeviceLease;
import io.darkroom.worker.residency.LoadedModel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The two sides of guidance as token states.
 *
 * @param scale of guidance
 * @param against null at scale 1, where guidance changes nothing and would cost as much as the rest
 */
record Prompts(Conditioning towards, double scale, @Nullable Conditioning against) {

    static Prompts of(Prompted job, LoadedModel model, DeviceLease share) throws InterruptedException {
        String negative = job.negativePrompt() == null ? "" : job.negativePrompt();
        return of(styled(job.prompt(), job.style()), negative, job.guidanceScale(), model, share);
    }

    static Prompts of(String prompt, String negative, double scale, LoadedModel model, DeviceLease share)
            throws InterruptedException {
        return new Prompts(
                share.call(() -> model.condition(prompt)),
                scale,
                scale == 1 ? null : share.call(() -> model.condition(negative)));
    }

    /** Both sides with further channels that the denoiser is shown. */
    Prompts showing(float[] channels) {
        return new Prompts(towards.with(channels), scale, against == null ? null : against.with(channels));
    }

    /** All that a job asks for in words. */
    static List<String> texts(JobInput job) {
        return job instanceof Prompted prompted ? prompted.prompts() : List.of();
    }

    /** As the captions were written that models learn from. The empty prompt stays empty: it speaks of no picture. */
    static String styled(String prompt, @Nullable String style) {
        return style == null || prompt.isEmpty() ? prompt : prompt + ", " + style + " style";
    }
}
