package io.darkroom.worker.raster;

import java.util.Arrays;

/**
 * How much of each pixel is to be drawn anew.
 *
 * @param values {@code [height, width]}, 0: kept, 1: drawn anew
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
     * Reads a picture: white is 1, black is 0, grey between. One with transparent pixels is read by its alpha alone:
     * transparent is 1. What is nearly black or white counts as that, because lossy files and enlarging make it so.
     */
    public static Mask of(Pixels picture) {
        byte[] data = picture.data();
        int channels = picture.channels();
        float[] values = new float[picture.width() * picture.height()];
        for (int i = 0; i < values.length; i++) {
            int at = i * channels;
            // Luma of Rec. 601, as picture editors mean grey.
            int grey = channels == 4
                    ? 255 - (data[at + 3] & 0xff)
                    : (299 * (data[at] & 0xff) + 587 * (data[at + 1] & 0xff) + 114 * (data[at + 2] & 0xff) + 500)
                            / 1000;
            values[i] = grey <= DARK ? 0 : grey >= BRIGHT ? 1 : grey / 255f;
        }
        return new Mask(picture.width(), picture.height(), values);
    }

    /** Everything outside of a place. */
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

    /** At a place of a canvas, as a picture is put there; around it nothing is drawn. */
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

    /** How many of the pixels are drawn anew, 0 to 1. */
    public double part() {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    /**
     * The largest value in each cell of a coarser grid: a cell of which any pixel is drawn anew has to be drawn.
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
