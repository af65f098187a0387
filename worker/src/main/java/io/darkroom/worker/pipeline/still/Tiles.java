package io.darkroom.worker.pipeline.still;

import io.darkroom.worker.raster.Placement;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits a large image into tiles for a network. Each tile is processed with its surroundings, as wide as the receptive field of
 * the network, and only its inner part is used, so that no tile border is visible in the result. At the borders of the image
 * there are no surroundings: the network sees the end of the image, as it would in the whole one.
 */
final class Tiles {
    private Tiles() {}

    /**
     * @param counts the inner part, which goes into the result
     * @param seen the input of the network: the inner part with its surroundings
     */
    record Tile(Placement counts, Placement seen) {}

    /**
     * @param inner side of the inner part, pixels
     * @param around width of the surroundings, pixels
     */
    static List<Tile> of(int width, int height, int inner, int around) {
        List<Tile> tiles = new ArrayList<>();
        for (int y = 0; y < height; y += inner) {
            for (int x = 0; x < width; x += inner) {
                Placement counts = new Placement(x, y, Math.min(inner, width - x), Math.min(inner, height - y));
                int left = Math.max(0, x - around);
                int top = Math.max(0, y - around);
                int right = Math.min(width, x + counts.width() + around);
                int bottom = Math.min(height, y + counts.height() + around);
                tiles.add(new Tile(counts, new Placement(left, top, right - left, bottom - top)));
            }
        }
        return tiles;
    }
}
