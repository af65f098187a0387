package io.darkroom.worker.codec;

import io.darkroom.worker.raster.Pixels;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Reads a still image from a client's file, rotated by its Exif orientation; of an animation its first frame. */
public final class StillReader {
    private final MediaBudget budget;

    public StillReader(MediaBudget budget) {
        this.budget = budget;
    }

    /**
     * Decodes, after checking the size in the header of the file against the budget.
     *
     * @return red, green, blue and straight alpha; without alpha if every pixel is opaque
     * @throws MediaException if the bytes cannot be read, or exceed the budget
     */
    public Pixels read(byte[] bytes) {
        MediaKind kind = MediaKind.sniff(bytes);
        StillSize size = StillSize.of(bytes, kind);
        if (size != null && (double) size.width() * size.height() > budget.framePixels()) {
            throw new MediaException("the image of " + size.width() + "x" + size.height()
                    + " pixels is larger than the " + budget.framePixels() + " pixels allowed; send a smaller one");
        }
        FrameSource source = kind == MediaKind.WEBP && WebpAnimation.isAnimated(bytes)
                ? new WebpAnimation(bytes, budget)
                : new FFmpegFrames(bytes, kind, budget);
        List<Pixels> frames = new ArrayList<>();
        source.decode(new TreeSet<>(List.of(0)), (_, pixels) -> frames.add(pixels));
        Pixels first = frames.getFirst();
        Pixels seen = first.channels() == 4 && opaque(first) ? first.withoutAlpha() : first;
        return Turn.upright(seen, Exif.orientation(bytes, kind));
    }

    private static boolean opaque(Pixels pixels) {
        byte[] data = pixels.data();
        for (int i = 3; i < data.length; i += 4) {
            if (data[i] != (byte) 0xff) {
                return false;
            }
        }
        return true;
    }
}
