package io.darkroom.worker.pipeline.dataset;

import io.darkroom.worker.raster.Pixels;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where in a transparent picture its subject is: the pixels that are more opaque than not.
 *
 * @param mask {@code width * height} bytes, 255 for the subject, 0 for the rest
 * @param box of the subject, tight; null if there is no such pixel
 * @param area pixels of the subject
 */
record Cutout(int width, int height, byte[] mask, @Nullable Box box, int area) {
    private static final int OPAQUE = 128;

    /** Pixels from the left and the top, and how many of them. */
    record Box(int x, int y, int width, int height) {}

    /** Of a picture without alpha the subject is all of it. */
    static Cutout of(Pixels picture) {
        int width = picture.width();
        int height = picture.height();
        byte[] mask = new byte[width * height];
        int left = width;
        int right = -1;
        int top = height;
        int bottom = -1;
        int area = 0;
        for (int i = 0; i < mask.length; i++) {
            if (picture.channels() == 4 && (picture.data()[4 * i + 3] & 0xff) < OPAQUE) {
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

    /** As a picture: white on black. */
    Pixels picture() {
        byte[] data = new byte[mask.length * 3];
        for (int i = 0; i < mask.length; i++) {
            Arrays.fill(data, 3 * i, 3 * i + 3, mask[i]);
        }
        return new Pixels(width, height, 3, data);
    }

    /** As COCO has it, uncompressed: lengths of runs of 0 and 1 in turn, column by column, 0 first. */
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
