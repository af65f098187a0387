package io.darkroom.worker.codec;

import java.time.Duration;

/**
 * Limits for decoding a client's file.
 *
 * @param framePixels width times height of one frame
 * @param frames frames of a clip
 * @param pixels of all frames together
 * @param time for decoding all of it
 */
public record MediaBudget(long framePixels, int frames, long pixels, Duration time) {
    /** A 4K frame; two minutes at 30 per second; 500 full-HD frames; 20 seconds. */
    public static final MediaBudget DEFAULT =
            new MediaBudget(3840L * 2160, 3600, 500L * 1920 * 1080, Duration.ofSeconds(20));

    /** A still of 25 megapixels, as cameras take them; an animation may have the default number of frames. */
    public static final MediaBudget STILL = stills(25_000_000);

    /** Stills of up to this number of pixels. */
    public static MediaBudget stills(long pixels) {
        return new MediaBudget(pixels, 3600, 500L * 1920 * 1080, Duration.ofSeconds(20));
    }

    /** @throws MediaException if a clip of this size is too large */
    void require(long width, long height, long count) {
        if (width < 1 || height < 1) {
            throw new MediaException("the clip has no size: " + width + "x" + height);
        }
        if (width > Integer.MAX_VALUE || height > Integer.MAX_VALUE || width * height > framePixels) {
            throw new MediaException("the clip's frames of " + width + "x" + height + " pixels are larger than the "
                    + framePixels + " allowed; send a smaller one");
        }
        if (count > frames || count * width * height > pixels) {
            throw new MediaException("the clip of " + count + " frames of " + width + "x" + height
                    + " pixels is longer than allowed (" + frames + " frames, " + pixels
                    + " pixels in all); send its last seconds only");
        }
    }
}
