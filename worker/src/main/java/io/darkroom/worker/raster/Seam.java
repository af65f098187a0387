package io.darkroom.worker.raster;

/**
 * Makes a drawn part fit what it is put into. A model keeps the known part only roughly, so along the border its colours are off by a
 * little, which the eye finds at once. That difference, known outside of the drawn part, is continued a short way into it
 * and taken away there; the idea is that of Poisson image editing (Pérez, Gangnet, Blake, 2003), by averages in place of
 * an equation.
 */
public final class Seam {
    /** How far the difference is continued, as a share of the width. */
    private static final int REACH = 32;

    private static final float FULL = 2.5f;
    private static final float LEAST = 1e-4f;

    private Seam() {}

    /**
     * @param kept what is around
     * @param drawn the whole picture as the model made it
     * @param mask 1: shown of {@code drawn}
     */
    public static Pixels closed(Pixels kept, Pixels drawn, Mask mask) {
        int width = mask.width();
        int height = mask.height();
        int channels = drawn.channels();
        int reach = Math.max(1, width / REACH);
        float[] from = kept.as(channels).premultipliedPlanes();
        float[] to = drawn.premultipliedPlanes();
        float[] known = new float[width * height];
        for (int i = 0; i < known.length; i++) {
            known[i] = mask.values()[i] == 0 ? 1 : 0;
        }
        float[] near = Smooth.bell(known, width, height, reach);
        for (int c = 0; c < channels; c++) {
            float[] difference = new float[known.length];
            for (int i = 0; i < known.length; i++) {
                difference[i] = known[i] * (from[c * known.length + i] - to[c * known.length + i]);
            }
            float[] spread = Smooth.bell(difference, width, height, reach);
            for (int i = 0; i < known.length; i++) {
                // Beside the border nearly half of what is near is known; further in it fades.
                float part = near[i] < LEAST ? 0 : Math.min(1, FULL * near[i]) / near[i];
                to[c * known.length + i] += part * spread[i];
            }
        }
        return pixels(to, channels, width, height);
    }

    private static Pixels pixels(float[] planes, int channels, int width, int height) {
        return channels == 4 ? Pixels.premultiplied(planes, width, height) : Pixels.rgb(planes, width, height);
    }
}
