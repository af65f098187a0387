package io.darkroom.worker.raster;

/**
 * Where a picture lies on a canvas, and at which size; parts of it may lie outside. Pixels, from the upper left corner.
 */
public record Placement(int x, int y, int width, int height) {
    public Placement {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException("a picture of " + width + "x" + height + " cannot be seen");
        }
    }

    /** All of the picture, as large as possible, in the middle. */
    public static Placement contain(Pixels picture, int width, int height) {
        return middle(
                picture, Math.min((double) width / picture.width(), (double) height / picture.height()), width, height);
    }

    /** No part of the canvas empty, the picture as small as possible, in the middle. */
    public static Placement cover(Pixels picture, int width, int height) {
        return middle(
                picture, Math.max((double) width / picture.width(), (double) height / picture.height()), width, height);
    }

    private static Placement middle(Pixels picture, double scale, int width, int height) {
        int inner = Math.max(1, (int) Math.round(picture.width() * scale));
        int tall = Math.max(1, (int) Math.round(picture.height() * scale));
        return new Placement(Math.floorDiv(width - inner, 2), Math.floorDiv(height - tall, 2), inner, tall);
    }

    /** Whether a pixel of the canvas is covered. */
    public boolean holds(int atX, int atY) {
        return atX >= x && atX < x + width && atY >= y && atY < y + height;
    }

    /** The part that lies on a canvas of this size. */
    public Placement within(int canvasWidth, int canvasHeight) {
        int left = Math.clamp(x, 0, canvasWidth - 1);
        int top = Math.clamp(y, 0, canvasHeight - 1);
        int right = Math.clamp((long) x + width, left + 1, canvasWidth);
        int bottom = Math.clamp((long) y + height, top + 1, canvasHeight);
        return new Placement(left, top, right - left, bottom - top);
    }
}
