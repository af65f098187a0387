package io.darkroom.worker.ort;

import io.darkroom.worker.batch.Finite;
import io.darkroom.worker.model.ModelManifest;
import io.darkroom.worker.model.ModelManifest.Sample;
import io.darkroom.worker.raster.Fit;
import io.darkroom.worker.raster.Pixels;
import org.jspecify.annotations.Nullable;

/**
 * Samples that are small images, values -1 to 1: encoding averages pixels, decoding enlarges by an upscaler network. With transparency,
 * colour is premultiplied by opacity. A video model is given one frame at a time.
 */
final class PixelCodec implements Codec {
    private static final int OPAQUE = 255;

    private final Sample shape;
    private final ModelManifest.Output output;
    private final boolean alpha;
    private final @Nullable OrtUpscaler upscaler;

    /** @param upscaler null: the sample's pixels are the output */
    PixelCodec(ModelManifest manifest, @Nullable OrtUpscaler upscaler) {
        this.shape = manifest.denoiser().sample();
        this.output = manifest.output();
        this.alpha = output.channels() == 4;
        this.upscaler = upscaler;
    }

    @Override
    public Sample sampleShape() {
        return shape;
    }

    @Override
    public float[] encode(Pixels image) {
        if (image.width() != output.width() || image.height() != output.height()) {
            throw new IllegalArgumentException("an image of " + image.width() + "x" + image.height()
                    + ", but the model's are " + output.width() + "x" + output.height());
        }
        if (alpha) {
            return premultiplied(image);
        }
        float[] planes = new float[3 * shape.pixels()];
        Fit.letterbox(image, shape.width(), shape.height()).toPlanes(planes, 0);
        return planes;
    }

    /** Each value is the average over the output pixels that it covers, which are a whole number. */
    private float[] premultiplied(Pixels image) {
        int across = output.width() / shape.width();
        int down = output.height() / shape.height();
        int count = shape.pixels();
        int channels = image.channels();
        byte[] from = image.data();
        float[] sums = new float[4 * count];
        for (int y = 0; y < output.height(); y++) {
            for (int x = 0; x < output.width(); x++) {
                int at = (y * output.width() + x) * channels;
                int to = y / down * shape.width() + x / across;
                int opacity = channels == 4 ? from[at + 3] & 0xff : OPAQUE;
                for (int c = 0; c < 3; c++) {
                    sums[c * count + to] += (from[at + c] & 0xff) * opacity / (float) OPAQUE;
                }
                sums[3 * count + to] += opacity;
            }
        }
        float half = across * down * OPAQUE / 2f;
        for (int i = 0; i < sums.length; i++) {
            sums[i] = sums[i] / half - 1;
        }
        return sums;
    }

    @Override
    public Pixels decode(float[] sample) {
        float[] planes = upscaler == null ? sample : Finite.require(upscaler.upscale(sample), "the upscaler");
        return pixels(planes, output.width(), output.height());
    }

    @Override
    public Pixels preview(float[] sample) {
        return pixels(sample, shape.width(), shape.height());
    }

    @Override
    public @Nullable OrtUpscaler enlarger() {
        return upscaler;
    }

    private Pixels pixels(float[] planes, int width, int height) {
        return alpha ? Pixels.premultiplied(planes, width, height) : Pixels.rgb(planes, width, height);
    }

    @Override
    public void close() {
        if (upscaler != null) {
            upscaler.close();
        }
    }
}
