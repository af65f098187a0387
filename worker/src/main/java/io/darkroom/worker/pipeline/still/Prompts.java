package io.darkroom.worker.pipeline.still;

import io.darkroom.contracts.job.JobInput;
import io.darkroom.contracts.job.Prompted;
import io.darkroom.contracts.outcome.Failure;
import io.darkroom.worker.batch.Conditioning;
import io.darkroom.worker.batch.DeviceLease;
import io.darkroom.worker.pipeline.Moderation;
import io.darkroom.worker.residency.LoadedModel;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The prompts of both sides of guidance, encoded as token states.
 *
 * @param scale of guidance
 * @param unconditional null at scale 1, where guidance has no effect and would double the cost
 */
public record Prompts(
        Conditioning conditioning, double scale, @Nullable Conditioning unconditional) {

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
        return new Prompts(
                conditioning.with(channels), scale, unconditional == null ? null : unconditional.with(channels));
    }

    /** Why moderation refuses a prompt of the job; empty if it refuses none. */
    static Optional<Failure> refusal(JobInput job, Moderation moderation) {
        List<String> texts = job instanceof Prompted prompted ? prompted.prompts() : List.of();
        return texts.stream().flatMap(text -> moderation.prompt(text).stream()).findFirst();
    }

    /** The prompt in the form of the captions in training. The empty prompt stays empty. */
    static String styled(String prompt, @Nullable String style) {
        return style == null || prompt.isEmpty() ? prompt : prompt + ", " + style + " style";
    }
}
