package io.darkroom.worker.raster;

/**
 * Position and size of an image on a canvas; parts of it may be outside. In pixels, from the upper left corner.
 */
public record Placement(int x, int y, int width, int height) {
    public Placement {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException("an image of " + width + "x" + height + " has no area");
        }
    }

    /** The whole image, as large as possible, centered. */
    public static Placement contain(Pixels image, int width, int height) {
        return centered(
                image, Math.min((double) width / image.width(), (double) height / image.height()), width, height);
    }

    /** The whole canvas covered, the image as small as possible, centered. */
    public static Placement cover(Pixels image, int width, int height) {
        return centered(
                image, Math.max((double) width / image.width(), (double) height / image.height()), width, height);
    }

    private static Placement centered(Pixels image, double scale, int width, int height) {
        int inner = Math.max(1, (int) Math.round(image.width() * scale));
        int tall = Math.max(1, (int) Math.round(image.height() * scale));
        return new Placement(Math.floorDiv(width - inner, 2), Math.floorDiv(height - tall, 2), inner, tall);
    }

    /** Whether a pixel of the canvas is covered. */
    public boolean holds(int atX, int atY) {
        return atX >= x && atX < x + width && atY >= y && atY < y + height;
    }

    /** The part that is on a canvas of this size. */
    public Placement within(int canvasWidth, int canvasHeight) {
        int left = Math.clamp(x, 0, canvasWidth - 1);
        int top = Math.clamp(y, 0, canvasHeight - 1);
        int right = Math.clamp((long) x + width, left + 1, canvasWidth);
        int bottom = Math.clamp((long) y + height, top + 1, canvasHeight);
        return new Placement(left, top, right - left, bottom - top);
    }
}
