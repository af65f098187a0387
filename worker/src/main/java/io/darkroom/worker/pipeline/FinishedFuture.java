package io.darkroom.worker.pipeline;

import io.darkroom.worker.codec.ImageIoPng;
import io.darkroom.worker.raster.Pixels;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A future at its output size, ready to be encoded.
 *
 * @param format {@code mp4}, {@code webp} or {@code gif}
 * @param shown frames of the clip
 * @param kept frames that may be stored one by one
 */
record FinishedFuture(int item, long seed, String format, double fps, List<Pixels> shown, List<Pixels> kept) {

    FinishedMedia clip() {
        Animation clip = Animation.of(shown, fps, format);
        return media(
                "video", item + "." + format, clip.contentType(), clip.bytes(), shown.getFirst(), shown.size(), null);
    }

    /** Each frame as PNG. */
    List<FinishedMedia> stills() {
        List<FinishedMedia> out = new ArrayList<>();
        for (int i = 0; i < kept.size(); i++) {
            byte[] png = ImageIoPng.encode(kept.get(i));
            out.add(media("frame", item + "-" + i + ".png", ImageIoPng.CONTENT_TYPE, png, kept.get(i), null, i));
        }
        return out;
    }

    private FinishedMedia media(
            String role,
            String name,
            String type,
            byte[] bytes,
            Pixels size,
            @Nullable Integer frames,
            @Nullable Integer frame) {
        return new FinishedMedia(item, role, name, type, bytes, size.width(), size.height(), frames, frame, seed);
    }
}
