package io.darkroom.worker.raster;

/**
 * Resizes an image by Catmull and Rom's cubic ("A class of local interpolating splines", 1974), first horizontally, then
 * vertically. When reducing, the kernel is widened to the target pixel, so that each is an average of what it covers. Colour
 * is weighted by opacity, so that colours of transparent pixels have no effect; an image that keeps its size keeps its bytes.
 */
public final class Resample {
    private static final double REACH = 2;

    private Resample() {}

    public static Pixels to(Pixels source, int width, int height) {
        if (source.width() == width && source.height() == height) {
            return source;
        }
        int channels = source.channels();
        float[] planes = source.premultipliedPlanes();
        float[] across = lines(planes, channels * source.height(), source.width(), width, 1);
        float[] down = new float[channels * width * height];
        for (int c = 0; c < channels; c++) {
            float[] plane = new float[source.height() * width];
            System.arraycopy(across, c * plane.length, plane, 0, plane.length);
            System.arraycopy(
                    lines(plane, width, source.height(), height, width), 0, down, c * width * height, width * height);
        }
        return channels == 4 ? Pixels.premultiplied(down, width, height) : Pixels.rgb(down, width, height);
    }

    /** One value at each pixel, {@code [height, width] → [toHeight, toWidth]}. */
    public static float[] plane(float[] values, int width, int height, int toWidth, int toHeight) {
        float[] across = lines(values, height, width, toWidth, 1);
        return lines(across, toWidth, height, toHeight, toWidth);
    }

    /**
     * Lines of {@code length} become lines of {@code target}.
     *
     * @param stride 1: the values of a line lie side by side; else the number of lines, which lie side by side
     */
    private static float[] lines(float[] from, int lines, int length, int target, int stride) {
        float[] out = new float[lines * target];
        double scale = (double) length / target;
        double reach = REACH * Math.max(1, scale);
        for (int to = 0; to < target; to++) {
            double middle = (to + 0.5) * scale;
            int first = Math.max(0, (int) Math.ceil(middle - reach - 0.5));
            int last = Math.min(length - 1, (int) Math.floor(middle + reach - 0.5));
            float[] weights = weights(first, last, middle, Math.max(1, scale));
            for (int line = 0; line < lines; line++) {
                float sum = 0;
                for (int at = first; at <= last; at++) {
                    sum += weights[at - first] * from[stride == 1 ? line * length + at : at * stride + line];
                }
                out[stride == 1 ? line * target + to : to * stride + line] = sum;
            }
        }
        return out;
    }

    private static float[] weights(int first, int last, double middle, double wide) {
        double[] weights = new double[last - first + 1];
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            weights[i] = cubic(Math.abs((first + i + 0.5 - middle) / wide));
            sum += weights[i];
        }
        float[] out = new float[weights.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) (weights[i] / sum);
        }
        return out;
    }

    private static double cubic(double x) {
        if (x < 1) {
            return (1.5 * x - 2.5) * x * x + 1;
        }
        return x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0;
    }
}
