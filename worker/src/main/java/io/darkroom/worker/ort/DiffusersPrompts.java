package io.darkroom.worker.ort;

import io.darkroom.contracts.fleet.ModelInfo.Size;
import io.darkroom.worker.batch.Conditioning;
import io.darkroom.worker.batch.EngineException;
import io.darkroom.worker.model.DiffusersLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How the pipelines of diffusers tell a prompt to their denoisers; one method for each family. */
final class DiffusersPrompts implements Prompts {
    private static final float[] NONE = {};

    /** Length of T5's part where there is no T5: zeros stand in its place. */
    private static final int T5_TOKENS = 256;

    private final DiffusersLayout layout;
    private final List<OrtTextModel> encoders;

    /** @param encoders in the layout's order */
    DiffusersPrompts(DiffusersLayout layout, List<OrtTextModel> encoders) {
        this.layout = layout;
        this.encoders = List.copyOf(encoders);
    }

    /** Tokens of every prompt, as the denoiser sees them. */
    int tokens() {
        int first = encoders.getFirst().tokens();
        return layout.family() == DiffusersLayout.Family.STABLE_DIFFUSION_3 ? first + T5_TOKENS : first;
    }

    @Override
    public Conditioning condition(String prompt, Size size) {
        float[] ids = layout.family() == DiffusersLayout.Family.STABLE_DIFFUSION_XL ? timeIds(size) : NONE;
        if (prompt.isEmpty() && layout.zeroForEmpty()) {
            float[] zeros = new float[tokens() * layout.textWidth()];
            return Conditioning.text(zeros, NONE, new float[layout.pooledWidth()], ids);
        }
        return switch (layout.family()) {
            case STABLE_DIFFUSION -> {
                OrtTextModel only = encoders.getFirst();
                yield Conditioning.text(only.run(prompt, only.last()).getFirst(), NONE);
            }
            case STABLE_DIFFUSION_XL -> {
                List<List<float[]>> both = clips(prompt, false);
                float[] states = sideBySide(both.get(0).get(0), both.get(1).get(0), layout.textWidth());
                yield Conditioning.text(states, NONE, both.get(1).get(1), ids);
            }
            case STABLE_DIFFUSION_3 -> three(prompt);
        };
    }

    /** States before the last layer, and the pooled ones; of the first encoder only if wanted. */
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

    private Conditioning three(String prompt) {
        List<List<float[]>> both = clips(prompt, true);
        int width = layout.textWidth();
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

    /** Token by token, left then right, then zeros up to the width. */
    private float[] sideBySide(float[] left, float[] right, int width) {
        int tokens = encoders.getFirst().tokens();
        int first = left.length / tokens;
        int second = right.length / tokens;
        if (first + second > width) {
            throw new EngineException(
                    EngineException.Reason.BROKEN,
                    "the text encoders give " + (first + second) + " values a token, but the denoiser takes " + width);
        }
        float[] out = new float[tokens * width];
        for (int i = 0; i < tokens; i++) {
            System.arraycopy(left, i * first, out, i * width, first);
            System.arraycopy(right, i * second, out, i * width + first, second);
        }
        return out;
    }

    /** As if the picture had been in the training set at this size, and not been cropped. */
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
