package io.darkroom.worker.codec;

import io.darkroom.worker.raster.Pixels;

/** Rotates and mirrors an image by its Exif orientation. */
final class Turn {
    private Turn() {}

    /** @param orientation 1 to 8: on which sides row 0 and column 0 of the file are displayed */
    static Pixels upright(Pixels image, int orientation) {
        if (orientation == Exif.UPRIGHT) {
            return image;
        }
        boolean across = orientation >= 5;
        int width = across ? image.height() : image.width();
        int height = across ? image.width() : image.height();
        int channels = image.channels();
        byte[] from = image.data();
        byte[] data = new byte[from.length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int at = pixel(x, y, image.width(), image.height(), orientation) * channels;
                int to = (y * width + x) * channels;
                for (int c = 0; c < channels; c++) {
                    data[to + c] = from[at + c];
                }
            }
        }
        return new Pixels(width, height, channels, data);
    }

    /** Index in the file of the pixel that is displayed at x, y. */
    private static int pixel(int x, int y, int width, int height, int orientation) {
        int right = width - 1;
        int bottom = height - 1;
        return switch (orientation) {
            case 2 -> y * width + right - x;
            case 3 -> (bottom - y) * width + right - x;
            case 4 -> (bottom - y) * width + x;
            case 5 -> x * width + y;
            case 6 -> (bottom - x) * width + y;
            case 7 -> (bottom - x) * width + right - y;
            case 8 -> x * width + right - y;
            default -> y * width + x;
        };
    }
}
