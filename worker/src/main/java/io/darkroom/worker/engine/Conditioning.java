package io.darkroom.worker.engine;

/**
 * What a row of the denoiser is told besides the noisy sample. Never changed once made, so rows and samples share it.
 *
 * @param tokens text, {@code [max_tokens, width]}; empty for a model without text
 * @param mask 1 for a token, 0 for padding, {@code [max_tokens]}; empty likewise
 * @param context context frames, frame by frame, {@code [frames * channels, height, width]}, values -1 to 1; empty for a
 *     model of still pictures
 */
public record Conditioning(float[] tokens, float[] mask, float[] context) {
    private static final float[] NONE = {};

    public static Conditioning text(float[] tokens, float[] mask) {
        return new Conditioning(tokens, mask, NONE);
    }

    public static Conditioning frames(float[] context) {
        return new Conditioning(NONE, NONE, context);
    }
}
