package io.darkroom.worker.codec;

import io.darkroom.worker.raster.Pixels;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;

/** Images for tests. */
public final class Drawings {
    private Drawings() {}

    /** One colour. */
    public static Pixels plain(int width, int height, int red, int green, int blue) {
        byte[] data = new byte[width * height * 3];
        for (int i = 0; i < data.length; i += 3) {
            data[i] = (byte) red;
            data[i + 1] = (byte) green;
            data[i + 2] = (byte) blue;
        }
        return new Pixels(width, height, 3, data);
    }

    /** Frame i is a grey of brightness {@code 10 * i}, so that a decoded frame can be identified. */
    public static List<Pixels> counting(int frames, int width, int height) {
        List<Pixels> out = new ArrayList<>();
        for (int i = 0; i < frames; i++) {
            out.add(plain(width, height, 10 * i, 10 * i, 10 * i));
        }
        return out;
    }

    /** The number of a frame of {@link #counting}. */
    public static int number(Pixels frame) {
        int middle = (frame.height() / 2 * frame.width() + frame.width() / 2) * frame.channels();
        return Math.round((frame.data()[middle] & 0xff) / 10f);
    }

    /** Half transparent red on the left, opaque blue on the right, nothing below. */
    public static Pixels glass(int size) {
        byte[] data = new byte[size * size * 4];
        for (int i = 0; i < size * size / 2; i++) {
            boolean left = i % size < size / 2;
            data[4 * i] = (byte) (left ? 255 : 0);
            data[4 * i + 2] = (byte) (left ? 0 : 255);
            data[4 * i + 3] = (byte) (left ? 128 : 255);
        }
        return new Pixels(size, size, 4, data);
    }

    /** By the JDK, another reader than the worker's. */
    public static BufferedImage read(byte[] file) throws IOException {
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(file));
        if (image == null) {
            throw new IOException("ImageIO cannot read this file");
        }
        return image;
    }
}
