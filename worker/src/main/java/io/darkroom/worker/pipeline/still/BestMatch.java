package io.darkroom.worker.pipeline.still;

import io.darkroom.contracts.fleet.ModelInfo.Size;
import io.darkroom.contracts.fleet.ModelInfo.SizeRange;
import io.darkroom.worker.raster.Pixels;
import io.darkroom.worker.residency.LoadedModel;

/** The size at which a model processes an image if the job names none. */
final class BestMatch {
    private BestMatch() {}

    /**
     * Of the sizes that the model supports, the one closest to the image's proportions with about as many pixels as the
     * model's usual size, which gives the best results.
     */
    static LoadedModel to(Pixels image, LoadedModel model) {
        SizeRange range = model.info().abilities().sizeRange();
        if (range == null) {
            return model;
        }
        Size size = to(image.width(), image.height(), model.size(), range);
        return model.at(size.width(), size.height());
    }

    static Size to(int width, int height, Size usual, SizeRange range) {
        double scale = Math.sqrt((double) usual.width() * usual.height() / ((double) width * height));
        return new Size(side(width * scale, range), side(height * scale, range));
    }

    private static int side(double wanted, SizeRange range) {
        int least = Math.ceilDiv(range.min(), range.multiple()) * range.multiple();
        int most = range.max() / range.multiple() * range.multiple();
        return (int) Math.clamp(Math.round(wanted / range.multiple()) * range.multiple(), least, most);
    }
}
