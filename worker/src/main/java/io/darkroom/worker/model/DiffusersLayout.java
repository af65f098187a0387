package io.darkroom.worker.model;

import io.darkroom.worker.model.DiffusersNotes.Defaults;
import io.darkroom.worker.model.DiffusersNotes.Limits;
import io.darkroom.worker.model.ModelManifest.Sample;
import io.darkroom.worker.model.ModelManifest.SchedulerSettings;
import java.util.List;

/**
 * What the JSON files of a Diffusers layout say.
 *
 * @param denoiser path of the UNet or transformer
 * @param inputChannels of the denoiser; above {@code latentChannels} for one that is shown a mask and a picture
 * @param latentSide side of a sample of the default size
 * @param vae how latents become pictures
 * @param sideMultiple pixels of which both sides of a picture are multiples
 * @param encoders in the order in which their states are put together
 * @param textWidth of a token's states
 * @param pooledWidth of a whole prompt's state; 0: not asked for
 * @param zeroForEmpty the empty prompt is told as zeros instead of what the encoders make of it
 * @param styles phrases for {@code <prompt>, <style> style}
 */
public record DiffusersLayout(
        String id,
        String version,
        String name,
        String description,
        String license,
        Family family,
        String denoiser,
        int inputChannels,
        int latentSide,
        Vae vae,
        int sideMultiple,
        List<Encoder> encoders,
        int textWidth,
        int pooledWidth,
        boolean zeroForEmpty,
        SchedulerSettings scheduler,
        List<String> styles,
        Defaults defaults,
        Limits limits) {
    public DiffusersLayout {
        encoders = List.copyOf(encoders);
        styles = List.copyOf(styles);
    }

    /** Kinds of pipelines that differ in how text is told to the denoiser. */
    public enum Family {
        /** One CLIP encoder, its last states: Stable Diffusion 1 and 2, SD-Turbo. */
        STABLE_DIFFUSION("StableDiffusionPipeline"),
        /** Two CLIP encoders, their last but one states side by side, the second's pooled state, and the size. */
        STABLE_DIFFUSION_XL("StableDiffusionXLPipeline"),
        /** Two CLIP encoders side by side, T5's states behind them, both pooled states. */
        STABLE_DIFFUSION_3("StableDiffusion3Pipeline");

        private final String pipeline;

        Family(String pipeline) {
            this.pipeline = pipeline;
        }

        /** {@code _class_name} of {@code model_index.json}. */
        public String pipeline() {
            return pipeline;
        }
    }

    /**
     * @param factor pixels of a picture's side per latent
     * @param scaling latents are multiplied by it
     * @param shift taken away before
     */
    public record Vae(int channels, int factor, double scaling, double shift) {}

    /**
     * A text encoder and its tokenizer.
     *
     * @param folder e.g. {@code text_encoder_2}
     * @param tokenizer folder, e.g. {@code tokenizer_2}
     * @param tokens length of every prompt
     */
    public record Encoder(Kind kind, String folder, String tokenizer, int tokens) {
        /** Whose tokenizer it has. */
        public enum Kind {
            CLIP,
            T5
        }

        public String network() {
            return folder + "/model.onnx";
        }
    }

    /** Shape of a sample for pictures of a size in pixels. */
    public Sample sample(int width, int height) {
        return new Sample(vae.channels(), height / vae.factor(), width / vae.factor());
    }

    /** Side of a picture of the default size, pixels. */
    public int side() {
        return latentSide * vae.factor();
    }
}
