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

/** The images in a shard of a dataset, which is a tar archive (POSIX ustar: blocks of 512 bytes, a header before each file). */
public final class ShardReader {
    private static final int BLOCK = 512;
    private static final int NAME = 100;
    private static final int SIZE_AT = 124;
    private static final int SIZE_DIGITS = 12;

    private ShardReader() {}

    /**
     * The first PNG images, in the archive's order.
     *
     * @throws IOException if it is not such an archive
     */
    public static List<BufferedImage> images(Path shard, int atMost) throws IOException {
        List<BufferedImage> images = new ArrayList<>();
        try (InputStream file = Files.newInputStream(shard);
                DataInputStream tar = new DataInputStream(file)) {
            byte[] header = new byte[BLOCK];
            while (images.size() < atMost && tar.readNBytes(header, 0, BLOCK) == BLOCK && header[0] != 0) {
                byte[] content = tar.readNBytes(size(header));
                tar.skipNBytes((BLOCK - content.length % BLOCK) % BLOCK);
                if (text(header, 0, NAME).endsWith(".png")) {
                    images.add(image(content, shard));
                }
            }
        }
        return images;
    }

    private static BufferedImage image(byte[] content, Path shard) throws IOException {
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(content));
        if (image == null) {
            throw new IOException("an image in " + shard + " cannot be read");
        }
        return image;
    }

    private static int size(byte[] header) throws IOException {
        try {
            return Integer.parseInt(text(header, SIZE_AT, SIZE_DIGITS).strip(), 8);
        } catch (NumberFormatException e) {
            throw new IOException("not a tar archive", e);
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
