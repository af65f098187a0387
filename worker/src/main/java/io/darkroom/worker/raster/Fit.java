package io.darkroom.worker.raster;

import java.util.Arrays;

/**
 * Fits an image to a given size: centered, as large as its proportions allow, on white; transparent pixels become white, too,
 * as in most of the training clips. Each target pixel is the average of the area that it covers, weighted by opacity, so that
 * thin lines do not flicker and colours of transparent pixels have no effect.
 */
public final class Fit {
    private static final int WHITE = 255;

    private Fit() {}

    /** The fitted image, three channels. */
    public static Pixels letterbox(Pixels source, int width, int height) {
        double scale = Math.min((double) width / source.width(), (double) height / source.height());
        int innerWidth = Math.clamp(Math.round(source.width() * scale), 1, width);
        int innerHeight = Math.clamp(Math.round(source.height() * scale), 1, height);
        float[] across = across(overWhite(source), source.width(), source.height(), innerWidth);
        float[] inner = down(across, innerWidth, source.height(), innerHeight);
        byte[] data = new byte[width * height * 3];
        Arrays.fill(data, (byte) WHITE);
        int left = (width - innerWidth) / 2;
        int top = (height - innerHeight) / 2;
        for (int y = 0; y < innerHeight; y++) {
            for (int i = 0; i < innerWidth * 3; i++) {
                data[((top + y) * width + left) * 3 + i] = (byte) Math.round(inner[y * innerWidth * 3 + i]);
            }
        }
        return new Pixels(width, height, 3, data);
    }

    /** Composites over white; averaging afterwards equals averaging premultiplied colour. */
    public static Pixels overWhite(Pixels source) {
        if (source.channels() == 3) {
            return source;
        }
        int count = source.width() * source.height();
        byte[] from = source.data();
        byte[] data = new byte[count * 3];
        for (int i = 0; i < count; i++) {
            int alpha = from[4 * i + 3] & 0xff;
            for (int c = 0; c < 3; c++) {
                int colour = from[4 * i + c] & 0xff;
                data[3 * i + c] = (byte) ((colour * alpha + WHITE * (255 - alpha) + 127) / 255);
            }
        }
        return new Pixels(source.width(), source.height(), 3, data);
    }

    /** {@code [height][width][3] → [height][target][3]}. */
    private static float[] across(Pixels source, int width, int height, int target) {
        float[] out = new float[height * target * 3];
        byte[] from = source.data();
        double step = (double) width / target;
        for (int x = 0; x < target; x++) {
            double start = x * step;
            double end = Math.min(start + step, width);
            for (int at = (int) start; at < Math.min(width, Math.ceil(end)); at++) {
                float part = (float) ((Math.min(end, at + 1) - Math.max(start, at)) / (end - start));
                for (int y = 0; y < height; y++) {
                    int to = (y * target + x) * 3;
                    int pixel = (y * width + at) * 3;
                    for (int c = 0; c < 3; c++) {
                        out[to + c] += part * (from[pixel + c] & 0xff);
                    }
                }
            }
        }
        return out;
    }

    /** {@code [height][width][3] → [target][width][3]}. */
    private static float[] down(float[] from, int width, int height, int target) {
        float[] out = new float[target * width * 3];
        double step = (double) height / target;
        for (int y = 0; y < target; y++) {
            double start = y * step;
            double end = Math.min(start + step, height);
            for (int at = (int) start; at < Math.min(height, Math.ceil(end)); at++) {
                float part = (float) ((Math.min(end, at + 1) - Math.max(start, at)) / (end - start));
                for (int i = 0; i < width * 3; i++) {
                    out[y * width * 3 + i] += part * from[at * width * 3 + i];
                }
            }
        }
        return out;
    }
}
