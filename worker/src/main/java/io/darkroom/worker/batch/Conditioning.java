package io.darkroom.worker.batch;

/**
 * The inputs of a denoiser row besides the noisy sample and the timestep. Immutable by convention, so rows and samples share it.
 * Inputs that a model does not have are empty.
 *
 * @param tokens states of the prompt's tokens, {@code [max_tokens, width]}
 * @param mask 1 for a token, 0 for padding, {@code [max_tokens]}
 * @param context additional channels that are not denoised: context frames, frame by frame, {@code [frames * channels, height,
 *     width]}, values -1 to 1; or mask and masked image of an inpainting network
 * @param pooled state of the whole prompt
 * @param timeIds of Stable Diffusion XL: height and width of the original, top and left of the crop, height and width of the
 *     target, pixels
 */
public record Conditioning(float[] tokens, float[] mask, float[] context, float[] pooled, float[] timeIds) {
    private static final float[] NONE = {};

    public static Conditioning text(float[] tokens, float[] mask) {
        return new Conditioning(tokens, mask, NONE, NONE, NONE);
    }

    public static Conditioning text(float[] tokens, float[] mask, float[] pooled, float[] timeIds) {
        return new Conditioning(tokens, mask, NONE, pooled, timeIds);
    }

    public static Conditioning frames(float[] context) {
        return new Conditioning(NONE, NONE, context, NONE, NONE);
    }

    /** The same with additional channels. */
    public Conditioning with(float[] channels) {
        return new Conditioning(tokens, mask, channels, pooled, timeIds);
    }
}
