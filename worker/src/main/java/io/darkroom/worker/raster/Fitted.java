package io.darkroom.worker.raster;

/**
 * A picture brought to the size of a model's pictures.
 *
 * @param pixels of that size
 * @param place where the picture lies in it; parts of it may lie outside
 */
public record Fitted(Pixels pixels, Placement place) {
    /** All of it to be seen; what is left over is clear. */
    public static Fitted whole(Pixels picture, int width, int height) {
        return at(picture, Placement.contain(picture, width, height), width, height);
    }

    /** Nothing left over; what is too much is cut off at both sides. */
    public static Fitted filling(Pixels picture, int width, int height) {
        return at(picture, Placement.cover(picture, width, height), width, height);
    }

    /** All of it to be seen; what is left over goes on as the picture ends there. */
    public static Fitted continued(Pixels picture, int width, int height) {
        Fitted whole = whole(picture, width, height);
        return new Fitted(Canvas.continued(whole.pixels, whole.place), whole.place);
    }

    private static Fitted at(Pixels picture, Placement place, int width, int height) {
        return new Fitted(Canvas.place(picture, place, width, height), place);
    }
}
