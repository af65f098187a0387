package io.darkroom.worker.raster;

import java.util.Arrays;

/**
 * To what degree each pixel is redrawn.
 *
 * @param values {@code [height, width]}, 0: kept, 1: redrawn
 */
public record Mask(int width, int height, float[] values) {
    private static final int DARK = 2;
    private static final int BRIGHT = 253;

    public Mask {
        if (values.length != width * height) {
            throw new IllegalArgumentException(values.length + " values are no mask of " + width + "x" + height);
        }
    }

    /**
     * Converts an image: white is 1, black is 0, grey in between. In an image with alpha only opacity counts: transparent is 1.
     * Nearly black and nearly white are rounded, because lossy compression and resizing cause such values.
     */
    public static Mask of(Pixels image) {
        byte[] data = image.data();
        int channels = image.channels();
        float[] values = new float[image.width() * image.height()];
        for (int i = 0; i < values.length; i++) {
            int at = i * channels;
            // Luma of Rec. 601, as image editors mean grey.
            int grey = channels == 4
                    ? 255 - (data[at + 3] & 0xff)
                    : (299 * (data[at] & 0xff) + 587 * (data[at + 1] & 0xff) + 114 * (data[at + 2] & 0xff) + 500)
                            / 1000;
            values[i] = grey <= DARK ? 0 : grey >= BRIGHT ? 1 : grey / 255f;
        }
        return new Mask(image.width(), image.height(), values);
    }

    /** Everything outside a placement. */
    public static Mask outside(Placement kept, int width, int height) {
        float[] values = new float[width * height];
        Arrays.fill(values, 1);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                values[y * width + x] = kept.holds(x, y) ? 0 : 1;
            }
        }
        return new Mask(width, height, values);
    }

    /** The mask at a placement on a canvas; around it nothing is redrawn. */
    public Mask placed(Placement at, int canvasWidth, int canvasHeight) {
        boolean same = at.width() == width && at.height() == height;
        float[] sized = same ? values : Resample.plane(values, width, height, at.width(), at.height());
        float[] out = new float[canvasWidth * canvasHeight];
        for (int y = 0; y < canvasHeight; y++) {
            for (int x = 0; x < canvasWidth; x++) {
                float value = at.holds(x, y) ? sized[(y - at.y()) * at.width() + x - at.x()] : 0;
                out[y * canvasWidth + x] = value < 0.01f ? 0 : Math.min(value, 1);
            }
        }
        return new Mask(canvasWidth, canvasHeight, out);
    }

    /** The share of pixels that are redrawn, 0 to 1. */
    public double part() {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    /**
     * The largest value in each cell of a coarser grid: a cell with any redrawn pixel has to be redrawn.
     *
     * @return {@code [rows, columns]}
     */
    public float[] cells(int columns, int rows) {
        float[] out = new float[columns * rows];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int cell = (int) ((long) y * rows / height) * columns + (int) ((long) x * columns / width);
                out[cell] = Math.max(out[cell], values[y * width + x]);
            }
        }
        return out;
    }
}
