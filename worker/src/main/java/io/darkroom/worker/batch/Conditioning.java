package io.darkroom.worker.batch;

/**
 * What a row of the denoiser is told besides the noisy sample. Never changed once made, so rows and samples share it. What a
 * model does not ask for is empty.
 *
 * @param tokens text, {@code [max_tokens, width]}
 * @param mask 1 for a token, 0 for padding, {@code [max_tokens]}
 * @param context further channels that are not denoised: context frames, frame by frame, {@code [frames * channels, height,
 *     width]}, values -1 to 1; or mask and masked picture of a network that was trained to repaint
 * @param pooled one state for the whole text
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

    /** The same with further channels. */
    public Conditioning with(float[] channels) {
        return new Conditioning(tokens, mask, channels, pooled, timeIds);
    }
}
