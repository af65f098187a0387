package io.darkroom.worker.pipeline.still;

import io.darkroom.worker.raster.Placement;
import java.util.ArrayList;
import java.util.List;

/**
 * A large picture in pieces that a network takes. Each piece is seen with some of its surroundings, as wide as the network looks,
 * and only its inside counts, so that no border of a piece is to be found in the result. At the picture's own borders there
 * are no surroundings: the network sees that the picture ends there, as it would in the whole one.
 */
final class Tiles {
    private Tiles() {}

    /**
     * @param counts the part of the picture that comes from this tile
     * @param seen what the network is given: the same with its surroundings
     */
    record Tile(Placement counts, Placement seen) {}

    /**
     * @param inner side of what counts, pixels
     * @param around how wide the surroundings are, pixels
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
