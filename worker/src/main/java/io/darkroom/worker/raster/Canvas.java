package io.darkroom.worker.raster;

/** Composes images. Pixels that are not blended keep their bytes. */
public final class Canvas {
    private Canvas() {}

    /** The image at its placement on a transparent canvas. */
    public static Pixels place(Pixels image, Placement at, int width, int height) {
        Pixels sized = Resample.to(image, at.width(), at.height());
        if (at.equals(new Placement(0, 0, width, height))) {
            return sized;
        }
        byte[] data = new byte[width * height * 4];
        Placement seen = at.within(width, height);
        for (int y = seen.y(); y < seen.y() + seen.height(); y++) {
            for (int x = seen.x(); x < seen.x() + seen.width(); x++) {
                copy(sized, (y - at.y()) * sized.width() + x - at.x(), data, y * width + x);
            }
        }
        Pixels canvas = new Pixels(width, height, 4, data);
        boolean full = seen.equals(new Placement(0, 0, width, height));
        return full && image.channels() == 3 ? canvas.withoutAlpha() : canvas;
    }

    /** Fills the canvas around a placed image by repeating its border, so that there is no edge. */
    public static Pixels continued(Pixels canvas, Placement at) {
        Placement seen = at.within(canvas.width(), canvas.height());
        byte[] data = new byte[canvas.width() * canvas.height() * 4];
        for (int y = 0; y < canvas.height(); y++) {
            int fromY = Math.clamp(y, seen.y(), seen.y() + seen.height() - 1);
            for (int x = 0; x < canvas.width(); x++) {
                int fromX = Math.clamp(x, seen.x(), seen.x() + seen.width() - 1);
                copy(canvas, fromY * canvas.width() + fromX, data, y * canvas.width() + x);
            }
        }
        return new Pixels(canvas.width(), canvas.height(), 4, data);
    }

    /** A part of an image. */
    public static Pixels crop(Pixels image, Placement part) {
        int channels = image.channels();
        byte[] data = new byte[part.width() * part.height() * channels];
        for (int y = 0; y < part.height(); y++) {
            int from = ((part.y() + y) * image.width() + part.x()) * channels;
            System.arraycopy(image.data(), from, data, y * part.width() * channels, part.width() * channels);
        }
        return new Pixels(part.width(), part.height(), channels, data);
    }

    /**
     * {@code drawn} where the mask is 1, {@code kept} where it is 0, and a blend by opacity in between. Where the mask is 0, the
     * bytes are those of {@code kept}.
     */
    public static Pixels mix(Pixels kept, Pixels drawn, Mask mask) {
        int channels = Math.max(kept.channels(), drawn.channels());
        Pixels from = kept.as(channels);
        Pixels to = drawn.as(channels);
        byte[] data = new byte[mask.width() * mask.height() * channels];
        for (int i = 0; i < mask.width() * mask.height(); i++) {
            float part = mask.values()[i];
            if (part <= 0 || part >= 1) {
                System.arraycopy((part <= 0 ? from : to).data(), i * channels, data, i * channels, channels);
            } else {
                mix(from.data(), to.data(), part, data, i * channels, channels);
            }
        }
        return new Pixels(mask.width(), mask.height(), channels, data);
    }

    private static void mix(byte[] from, byte[] to, float part, byte[] data, int at, int channels) {
        float fromAlpha = (1 - part) * (channels == 4 ? (from[at + 3] & 0xff) / 255f : 1);
        float toAlpha = part * (channels == 4 ? (to[at + 3] & 0xff) / 255f : 1);
        float alpha = fromAlpha + toAlpha;
        if (alpha <= 0) {
            return;
        }
        for (int c = 0; c < 3; c++) {
            data[at + c] =
                    (byte) Math.round(((from[at + c] & 0xff) * fromAlpha + (to[at + c] & 0xff) * toAlpha) / alpha);
        }
        if (channels == 4) {
            data[at + 3] = (byte) Math.round(255 * alpha);
        }
    }

    private static void copy(Pixels from, int pixel, byte[] data, int to) {
        int channels = from.channels();
        System.arraycopy(from.data(), pixel * channels, data, to * 4, channels);
        if (channels == 3) {
            data[to * 4 + 3] = (byte) 0xff;
        }
    }
}
