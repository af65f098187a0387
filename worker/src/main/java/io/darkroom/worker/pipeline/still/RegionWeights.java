package io.darkroom.worker.pipeline.still;

import io.darkroom.contracts.job.ComposeImage.Region;
import io.darkroom.worker.raster.Smooth;

/** The weight of a region at each pixel of a sample. */
final class RegionWeights {
    /** The border of a box is soft over this share of the image's width, so that its edge is not visible. */
    private static final int FEATHER = 16;

    private RegionWeights() {}

    /** {@code [height, width]}: the region's weight inside its box, 0 far from it. */
    static float[] of(Region region, int width, int height) {
        float[] weights = new float[width * height];
        for (int y = 0; y < height; y++) {
            double down = overlap(y, region.y() * height, (region.y() + region.height()) * height);
            for (int x = 0; x < width; x++) {
                double across = overlap(x, region.x() * width, (region.x() + region.width()) * width);
                weights[y * width + x] = (float) (region.weight() * across * down);
            }
        }
        return Smooth.box(weights, width, height, Math.max(1, width / FEATHER / 2));
    }

    /** The part of the pixel {@code [at, at + 1]} that lies within. */
    private static double overlap(int at, double from, double to) {
        return Math.max(0, Math.min(at + 1, to) - Math.max(at, from));
    }
}
