package io.darkroom.local.demo;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.Random;

/** Degrades images in the ways that some kinds of job repair. */
public final class ImageEdits {
    private ImageEdits() {}

    /** Smaller by a factor on each side, by averaging. */
    public static BufferedImage shrunk(BufferedImage image, int factor) {
        int width = image.getWidth() / factor;
        int height = image.getHeight() / factor;
        BufferedImage small = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                small.setRGB(x, y, mean(image, x * factor, y * factor, factor));
            }
        }
        return small;
    }

    /** Colours weigh as much as they can be seen. */
    private static int mean(BufferedImage image, int left, int top, int side) {
        long alpha = 0;
        long[] colours = new long[3];
        for (int y = top; y < top + side; y++) {
            for (int x = left; x < left + side; x++) {
                int argb = image.getRGB(x, y);
                int opacity = argb >>> 24;
                alpha += opacity;
                for (int c = 0; c < 3; c++) {
                    colours[c] += (long) opacity * (argb >> (16 - 8 * c) & 0xff);
                }
            }
        }
        if (alpha == 0) {
            return 0;
        }
        int mean = (int) (alpha / ((long) side * side)) << 24;
        for (int c = 0; c < 3; c++) {
            mean |= (int) (colours[c] / alpha) << (16 - 8 * c);
        }
        return mean;
    }

    /**
     * With Gaussian noise on its colours.
     *
     * @param sigma standard deviation on the scale 0 to 255
     */
    public static BufferedImage noisy(BufferedImage image, double sigma, long seed) {
        Random random = new Random(seed);
        BufferedImage noisy = copy(image);
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                int argb = image.getRGB(x, y);
                int made = argb & 0xff000000;
                for (int shift = 0; shift <= 16; shift += 8) {
                    long value = Math.round((argb >> shift & 0xff) + sigma * random.nextGaussian());
                    made |= (int) Math.clamp(value, 0, 255) << shift;
                }
                noisy.setRGB(x, y, made);
            }
        }
        return noisy;
    }

    /** With a scratch. */
    public static BufferedImage scratched(BufferedImage image) {
        BufferedImage scratched = copy(image);
        Graphics2D graphics = scratched.createGraphics();
        try {
            graphics.setColor(new Color(0x20, 0x30, 0xd0));
            int side = image.getWidth();
            graphics.fillRect(side * 2 / 5, side / 2, side / 6, side / 10);
        } finally {
            graphics.dispose();
        }
        return scratched;
    }

    /** White where {@link #scratched} paints, with a margin, black elsewhere. */
    public static BufferedImage scratchMask(int width, int height) {
        BufferedImage mask = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = mask.createGraphics();
        try {
            graphics.setColor(Color.WHITE);
            graphics.fillRect(width * 9 / 25, height * 23 / 50, width / 4, height * 9 / 50);
        } finally {
            graphics.dispose();
        }
        return mask;
    }

    /** Transparent from row {@code from} on. */
    public static BufferedImage cutBelow(BufferedImage image, int from) {
        BufferedImage cut = copy(image);
        for (int y = from; y < cut.getHeight(); y++) {
            for (int x = 0; x < cut.getWidth(); x++) {
                cut.setRGB(x, y, 0);
            }
        }
        return cut;
    }

    private static BufferedImage copy(BufferedImage image) {
        BufferedImage copy = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_ARGB);
        Graphics2D graphics = copy.createGraphics();
        try {
            graphics.drawImage(image, 0, 0, null);
        } finally {
            graphics.dispose();
        }
        return copy;
    }
}
