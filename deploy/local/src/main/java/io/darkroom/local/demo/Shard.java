package io.darkroom.local.demo;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;

/** The pictures in a shard of a dataset, which is a tar archive (POSIX ustar: blocks of 512 bytes, a header before each file). */
public final class Shard {
    private static final int BLOCK = 512;
    private static final int NAME = 100;
    private static final int SIZE_AT = 124;
    private static final int SIZE_DIGITS = 12;

    private Shard() {}

    /**
     * The first PNG pictures, in the archive's order.
     *
     * @throws IOException if it is no such archive
     */
    public static List<BufferedImage> pictures(Path shard, int atMost) throws IOException {
        List<BufferedImage> pictures = new ArrayList<>();
        try (InputStream file = Files.newInputStream(shard);
                DataInputStream tar = new DataInputStream(file)) {
            byte[] header = new byte[BLOCK];
            while (pictures.size() < atMost && tar.readNBytes(header, 0, BLOCK) == BLOCK && header[0] != 0) {
                byte[] content = tar.readNBytes(size(header));
                tar.skipNBytes((BLOCK - content.length % BLOCK) % BLOCK);
                if (text(header, 0, NAME).endsWith(".png")) {
                    pictures.add(picture(content, shard));
                }
            }
        }
        return pictures;
    }

    private static BufferedImage picture(byte[] content, Path shard) throws IOException {
        BufferedImage picture = ImageIO.read(new ByteArrayInputStream(content));
        if (picture == null) {
            throw new IOException("a picture in " + shard + " cannot be read");
        }
        return picture;
    }

    private static int size(byte[] header) throws IOException {
        try {
            return Integer.parseInt(text(header, SIZE_AT, SIZE_DIGITS).strip(), 8);
        } catch (NumberFormatException e) {
            throw new IOException("this is no tar archive", e);
        }
    }

    private static String text(byte[] header, int from, int length) {
        int end = from;
        while (end < from + length && header[end] != 0) {
            end++;
        }
        return new String(header, from, end - from, StandardCharsets.US_ASCII);
    }
}
