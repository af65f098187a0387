package io.darkroom.worker.pipeline.dataset;

import io.darkroom.worker.raster.Pixels;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The subject of a transparent image: the pixels that are at least half opaque.
 *
 * @param mask {@code width * height} bytes, 255 for the subject, 0 for the rest
 * @param box of the subject, tight; null if there is no such pixel
 * @param area pixels of the subject
 */
record Cutout(int width, int height, byte[] mask, @Nullable Box box, int area) {
    private static final int OPAQUE = 128;

    /** Position from the left and the top, and size, in pixels. */
    record Box(int x, int y, int width, int height) {}

    /** An image without alpha is all subject. */
    static Cutout of(Pixels image) {
        int width = image.width();
        int height = image.height();
        byte[] mask = new byte[width * height];
        int left = width;
        int right = -1;
        int top = height;
        int bottom = -1;
        int area = 0;
        for (int i = 0; i < mask.length; i++) {
            if (image.channels() == 4 && (image.data()[4 * i + 3] & 0xff) < OPAQUE) {
                continue;
            }
            mask[i] = (byte) 255;
            area++;
            left = Math.min(left, i % width);
            right = Math.max(right, i % width);
            top = Math.min(top, i / width);
            bottom = Math.max(bottom, i / width);
        }
        Box box = area == 0 ? null : new Box(left, top, right - left + 1, bottom - top + 1);
        return new Cutout(width, height, mask, box, area);
    }

    /** As an image: white on black. */
    Pixels image() {
        byte[] data = new byte[mask.length * 3];
        for (int i = 0; i < mask.length; i++) {
            Arrays.fill(data, 3 * i, 3 * i + 3, mask[i]);
        }
        return new Pixels(width, height, 3, data);
    }

    /** COCO's uncompressed run lengths: runs of 0 and 1 in turn, column by column, 0 first. */
    int[] runs() {
        int[] runs = new int[mask.length + 1];
        int count = 0;
        byte present = 0;
        for (int x = 0; x < width; x++) {
            for (int y = 0; y < height; y++) {
                byte value = mask[y * width + x];
                if (value != present) {
                    count++;
                    present = value;
                }
                runs[count]++;
            }
        }
        return Arrays.copyOf(runs, count + 1);
    }
}
