package io.darkroom.worker.pipeline.still;

import io.darkroom.contracts.job.JobInput;
import io.darkroom.contracts.job.Prompted;
import io.darkroom.worker.batch.Conditioning;
import io.darkroom.worker.batch.DeviceLease;
import io.darkroom.worker.residency.LoadedModel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The prompts of both sides of guidance, encoded as token states.
 *
 * @param scale of guidance
 * @param against null at scale 1, where guidance changes nothing and would cost as much as the rest
 */
public record Prompts(
        Conditioning towards, double scale, @Nullable Conditioning against) {

    static Prompts of(Prompted job, LoadedModel model, DeviceLease lease) throws InterruptedException {
        String negative = job.negativePrompt() == null ? "" : job.negativePrompt();
        return of(styled(job.prompt(), job.style()), negative, job.guidanceScale(), model, lease);
    }

    static Prompts of(String prompt, String negative, double scale, LoadedModel model, DeviceLease lease)
            throws InterruptedException {
        return new Prompts(
                lease.call(() -> model.condition(prompt)),
                scale,
                scale == 1 ? null : lease.call(() -> model.condition(negative)));
    }

    /** Both sides with additional channels for the denoiser. */
    Prompts with(float[] channels) {
        return new Prompts(towards.with(channels), scale, against == null ? null : against.with(channels));
    }

    /** All prompts of a job, for moderation. */
    static List<String> texts(JobInput job) {
        return job instanceof Prompted prompted ? prompted.prompts() : List.of();
    }

    /** The prompt in the form of the captions in training. The empty prompt stays empty. */
    static String styled(String prompt, @Nullable String style) {
        return style == null || prompt.isEmpty() ? prompt : prompt + ", " + style + " style";
    }
}
