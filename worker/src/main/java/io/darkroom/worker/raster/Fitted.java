package io.darkroom.worker.raster;

/**
 * An image fitted to a model's size.
 *
 * @param pixels of that size
 * @param place where the image is; parts of it may be outside
 */
public record Fitted(Pixels pixels, Placement place) {
    /** The whole image; the rest is transparent. */
    public static Fitted whole(Pixels image, int width, int height) {
        return at(image, Placement.contain(image, width, height), width, height);
    }

    /** Covers the whole size; what exceeds it is cropped on both sides. */
    public static Fitted filling(Pixels image, int width, int height) {
        return at(image, Placement.cover(image, width, height), width, height);
    }

    /** The whole image; the rest repeats its border. */
    public static Fitted continued(Pixels image, int width, int height) {
        Fitted whole = whole(image, width, height);
        return new Fitted(Canvas.continued(whole.pixels, whole.place), whole.place);
    }

    private static Fitted at(Pixels image, Placement place, int width, int height) {
        return new Fitted(Canvas.place(image, place, width, height), place);
    }
}
