package io.darkroom.worker.model;

import io.darkroom.worker.model.DiffusersNotes.Defaults;
import io.darkroom.worker.model.DiffusersNotes.Limits;
import io.darkroom.worker.model.ModelManifest.Sample;
import io.darkroom.worker.model.ModelManifest.SchedulerSettings;
import java.util.List;

/**
 * The contents of the JSON files of a Diffusers layout.
 *
 * @param vae how latents become images
 * @param defaults for requests that leave them out
 */
public record DiffusersLayout(
        Card card,
        Denoiser denoiser,
        Vae vae,
        TextConditioning text,
        SchedulerSettings scheduler,
        Defaults defaults,
        Limits limits) {

    /**
     * The model's description of itself.
     *
     * @param styles phrases for {@code <prompt>, <style> style}
     */
    public record Card(
            String id, String version, String name, String description, String license, List<String> styles) {
        public Card {
            styles = List.copyOf(styles);
        }
    }

    /**
     * The UNet or transformer.
     *
     * @param file its path
     * @param inputChannels more than the latents' channels for an inpainting network, which also takes a mask and an image
     * @param latentSide side of a sample of the default size
     * @param patchSide latents that one of its smallest cells covers in each direction
     * @param textWidth width of a token's states
     * @param pooledWidth width of the pooled prompt state; 0: it takes none
     */
    public record Denoiser(
            String file, int inputChannels, int latentSide, int patchSide, int textWidth, int pooledWidth) {}

    /**
     * How a prompt is encoded for the denoiser.
     *
     * @param encoders in the order in which their states are concatenated
     * @param zeroForEmpty whether the empty prompt is encoded as zeros instead of by the encoders
     */
    public record TextConditioning(Family family, List<Encoder> encoders, boolean zeroForEmpty) {
        public TextConditioning {
            encoders = List.copyOf(encoders);
        }
    }

    /** Kinds of pipelines that differ in how prompts are encoded for the denoiser. */
    public enum Family {
        /** One CLIP encoder, states of its last layer: Stable Diffusion 1 and 2, SD-Turbo. */
        STABLE_DIFFUSION("StableDiffusionPipeline"),
        /** Two CLIP encoders, states of their last but one layers side by side, the second's pooled state, and the size. */
        STABLE_DIFFUSION_XL("StableDiffusionXLPipeline"),
        /** Two CLIP encoders side by side, followed by T5's states, and both pooled states. */
        STABLE_DIFFUSION_3("StableDiffusion3Pipeline");

        private final String pipeline;

        Family(String pipeline) {
            this.pipeline = pipeline;
        }

        /** {@code _class_name} of {@code model_index.json}. */
        String pipeline() {
            return pipeline;
        }
    }

    /**
     * @param factor pixels of an image's side per latent
     * @param scaling factor by which latents are multiplied
     * @param shift subtracted before that
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
        /** The kind of its tokenizer. */
        public enum Kind {
            CLIP,
            T5
        }

        public String network() {
            return folder + "/model.onnx";
        }
    }

    public String id() {
        return card.id();
    }

    /** Shape of a sample for images of a size in pixels. */
    public Sample sample(int width, int height) {
        return new Sample(vae.channels(), height / vae.factor(), width / vae.factor());
    }

    /** Side of an image of the default size, pixels. */
    public int side() {
        return denoiser.latentSide() * vae.factor();
    }

    /** Both sides of an image are multiples of this, pixels. */
    public int sideMultiple() {
        return vae.factor() * denoiser.patchSide();
    }
}
