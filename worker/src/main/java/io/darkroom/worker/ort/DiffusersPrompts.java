package io.darkroom.worker.ort;

import io.darkroom.contracts.fleet.ModelInfo.Size;
import io.darkroom.worker.batch.Conditioning;
import io.darkroom.worker.batch.EngineException;
import io.darkroom.worker.model.DiffusersLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Encodes prompts as the pipelines of diffusers do, differently for each family. */
final class DiffusersPrompts implements Prompts {
    private static final float[] NONE = {};

    /** Number of T5 tokens; they are zeros if the export has no T5. */
    private static final int T5_TOKENS = 256;

    private final DiffusersLayout layout;
    private final List<OrtTextModel> encoders;

    /** @param encoders in the layout's order */
    DiffusersPrompts(DiffusersLayout layout, List<OrtTextModel> encoders) {
        this.layout = layout;
        this.encoders = List.copyOf(encoders);
    }

    /** Number of tokens of every prompt, as the denoiser takes them. */
    int tokens() {
        int first = encoders.getFirst().tokens();
        return layout.text().family() == DiffusersLayout.Family.STABLE_DIFFUSION_3 ? first + T5_TOKENS : first;
    }

    @Override
    public Conditioning condition(String prompt, Size size) {
        float[] ids = layout.text().family() == DiffusersLayout.Family.STABLE_DIFFUSION_XL ? timeIds(size) : NONE;
        if (prompt.isEmpty() && layout.text().zeroForEmpty()) {
            float[] zeros = new float[tokens() * layout.denoiser().textWidth()];
            return Conditioning.text(zeros, NONE, new float[layout.denoiser().pooledWidth()], ids);
        }
        return switch (layout.text().family()) {
            case STABLE_DIFFUSION -> {
                OrtTextModel only = encoders.getFirst();
                yield Conditioning.text(only.run(prompt, only.last()).getFirst(), NONE);
            }
            case STABLE_DIFFUSION_XL -> {
                List<List<float[]>> both = clips(prompt, false);
                float[] states = sideBySide(
                        both.get(0).get(0),
                        both.get(1).get(0),
                        layout.denoiser().textWidth());
                yield Conditioning.text(states, NONE, both.get(1).get(1), ids);
            }
            case STABLE_DIFFUSION_3 -> stableDiffusion3(prompt);
        };
    }

    /** States of the last but one layer, and pooled states: of the second encoder always, of the first one only if asked for. */
    private List<List<float[]>> clips(String prompt, boolean bothPooled) {
        List<List<float[]>> out = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            OrtTextModel encoder = encoders.get(i);
            out.add(
                    i == 1 || bothPooled
                            ? encoder.run(prompt, encoder.penultimate(), encoder.pooled())
                            : encoder.run(prompt, encoder.penultimate()));
        }
        return out;
    }

    private Conditioning stableDiffusion3(String prompt) {
        List<List<float[]>> both = clips(prompt, true);
        int width = layout.denoiser().textWidth();
        float[] clip = sideBySide(both.get(0).get(0), both.get(1).get(0), width);
        float[] states = new float[tokens() * width];
        System.arraycopy(clip, 0, states, 0, clip.length);
        if (encoders.size() > 2) {
            float[] third = encoders.get(2).run(prompt, encoders.get(2).last()).getFirst();
            System.arraycopy(third, 0, states, clip.length, third.length);
        }
        float[] first = both.get(0).get(1);
        float[] second = both.get(1).get(1);
        float[] pooled = new float[first.length + second.length];
        System.arraycopy(first, 0, pooled, 0, first.length);
        System.arraycopy(second, 0, pooled, first.length, second.length);
        return Conditioning.text(states, NONE, pooled, NONE);
    }

    /** Concatenates the states of each token, left then right, padded with zeros up to the width. */
    private float[] sideBySide(float[] left, float[] right, int width) {
        int tokens = encoders.getFirst().tokens();
        int first = left.length / tokens;
        int second = right.length / tokens;
        if (first + second > width) {
            throw new EngineException(
                    EngineException.Reason.BROKEN,
                    "the text encoders give " + (first + second) + " values per token, but the denoiser takes "
                            + width);
        }
        float[] out = new float[tokens * width];
        for (int i = 0; i < tokens; i++) {
            System.arraycopy(left, i * first, out, i * width, first);
            System.arraycopy(right, i * second, out, i * width + first, second);
        }
        return out;
    }

    /** Size conditioning of Stable Diffusion XL, as of an image that was trained at this size without cropping. */
    private static float[] timeIds(Size size) {
        return new float[] {size.height(), size.width(), 0, 0, size.height(), size.width()};
    }

    @Override
    public Map<String, String> digests() {
        return Map.of();
    }

    @Override
    public void close() {
        encoders.forEach(OrtTextModel::close);
    }
}
