package io.darkroom.local.demo;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;

/** Images side by side over a checkerboard: transparent pixels show it. */
public final class ContactSheet {
    private static final int COLUMNS = 2;
    private static final int TILE = 256;

    /** Side of an image in {@link #strip} and {@link #rows}: the documentation has many of them. */
    private static final int SMALL = 160;

    /** Gaps, and the squares of the checkerboard, are this part of a tile. */
    private static final int PARTS = 16;

    private static final Color PAPER = new Color(0xfa, 0xfa, 0xfa);
    private static final Color LIGHT = new Color(0xff, 0xff, 0xff);
    private static final Color DARK = new Color(0xdd, 0xdd, 0xdd);

    private ContactSheet() {}

    /** Lays the images out in reading order, two in a row; each is scaled to fill its tile. */
    public static BufferedImage of(List<BufferedImage> images) {
        return of(images, COLUMNS, TILE);
    }

    /** Lays the images out in one row, smaller. */
    public static BufferedImage strip(List<BufferedImage> images) {
        return of(images, Math.max(1, images.size()), SMALL);
    }

    /** Lays the images out in reading order, this many in a row, as small as in {@link #strip}. */
    public static BufferedImage grid(List<BufferedImage> images, int columns) {
        return of(images, columns, SMALL);
    }

    private static BufferedImage of(List<BufferedImage> images, int columns, int tile) {
        int gap = tile / PARTS;
        int rows = (images.size() + columns - 1) / columns;
        int width = columns * (tile + gap) + gap;
        int height = rows * (tile + gap) + gap;
        BufferedImage sheet = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = sheet.createGraphics();
        try {
            graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
            graphics.setColor(PAPER);
            graphics.fillRect(0, 0, width, height);
            for (int i = 0; i < images.size(); i++) {
                int x = gap + i % columns * (tile + gap);
                int y = gap + i / columns * (tile + gap);
                checkerboard(graphics, x, y, tile);
                graphics.drawImage(images.get(i), x, y, tile, tile, null);
            }
        } finally {
            graphics.dispose();
        }
        return sheet;
    }

    /** Lays out rows of different lengths, each row of one kind. */
    public static BufferedImage rows(List<List<BufferedImage>> rows) {
        int columns = rows.stream().mapToInt(List::size).max().orElse(1);
        int gap = SMALL / PARTS;
        int side = SMALL + gap;
        BufferedImage sheet =
                new BufferedImage(columns * side + gap, rows.size() * side + gap, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = sheet.createGraphics();
        try {
            graphics.setColor(PAPER);
            graphics.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
            for (int row = 0; row < rows.size(); row++) {
                graphics.drawImage(strip(rows.get(row)), 0, row * side, null);
            }
        } finally {
            graphics.dispose();
        }
        return sheet;
    }

    private static void checkerboard(Graphics2D graphics, int left, int top, int tile) {
        int square = tile / PARTS;
        for (int y = 0; y < PARTS; y++) {
            for (int x = 0; x < PARTS; x++) {
                graphics.setColor((x + y) % 2 == 0 ? LIGHT : DARK);
                graphics.fillRect(left + x * square, top + y * square, square, square);
            }
        }
    }

    /**
     * Reads the images and writes their sheet as PNG.
     *
     * @throws IOException if one cannot be read as an image
     */
    public static void write(List<Path> files, Path sheet) throws IOException {
        List<BufferedImage> images = new ArrayList<>();
        for (Path file : files) {
            BufferedImage image = ImageIO.read(file.toFile());
            if (image == null) {
                throw new IOException(file + " cannot be read as an image");
            }
            images.add(image);
        }
        ImageIO.write(of(images), "png", sheet.toFile());
    }
}
