package io.darkroom.worker.raster;

/** Moving averages of a plane, {@code [height, width]}. At the border only existing values are averaged. */
public final class Smooth {
    private Smooth() {}

    /** Over a square of {@code 2 * reach + 1} pixels. */
    public static float[] box(float[] values, int width, int height, int reach) {
        float[] across = new float[values.length];
        for (int y = 0; y < height; y++) {
            line(values, across, y * width, 1, width, reach);
        }
        float[] out = new float[values.length];
        for (int x = 0; x < width; x++) {
            line(across, out, x, width, height, reach);
        }
        return out;
    }

    /** Three box filters, which approximate a Gaussian of the same spread. */
    public static float[] bell(float[] values, int width, int height, int reach) {
        float[] once = box(values, width, height, reach);
        return box(box(once, width, height, reach), width, height, reach);
    }

    private static void line(float[] from, float[] to, int start, int stride, int length, int reach) {
        double sum = 0;
        for (int i = 0; i < Math.min(reach, length); i++) {
            sum += from[start + i * stride];
        }
        for (int i = 0; i < length; i++) {
            if (i + reach < length) {
                sum += from[start + (i + reach) * stride];
            }
            if (i - reach - 1 >= 0) {
                sum -= from[start + (i - reach - 1) * stride];
            }
            int count = Math.min(length - 1, i + reach) - Math.max(0, i - reach) + 1;
            to[start + i * stride] = (float) (sum / count);
        }
    }
}
