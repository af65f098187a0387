package io.darkroom.worker.pipeline.video;

import io.darkroom.worker.codec.ImageIoPng;
import io.darkroom.worker.pipeline.Animation;
import io.darkroom.worker.pipeline.FinishedMedia;
import io.darkroom.worker.pipeline.FinishedMedia.Extent;
import io.darkroom.worker.pipeline.FinishedMedia.File;
import io.darkroom.worker.raster.Pixels;
import java.util.ArrayList;
import java.util.List;

/**
 * A future at its output size, ready to be encoded.
 *
 * @param format {@code mp4}, {@code webp} or {@code gif}
 * @param shown frames of the clip
 * @param stored frames that may be stored one by one
 */
record FinishedFuture(int item, long seed, String format, double fps, List<Pixels> shown, List<Pixels> stored) {

    FinishedMedia clip() {
        Animation clip = Animation.of(shown, fps, format);
        Pixels first = shown.getFirst();
        return new FinishedMedia(
                item,
                "video",
                new File(item + "." + format, clip.contentType(), clip.bytes()),
                Extent.clip(first.width(), first.height(), shown.size()),
                seed);
    }

    /** Each frame as PNG. */
    List<FinishedMedia> stills() {
        List<FinishedMedia> out = new ArrayList<>();
        for (int i = 0; i < stored.size(); i++) {
            Pixels frame = stored.get(i);
            out.add(new FinishedMedia(
                    item,
                    "frame",
                    new File(item + "-" + i + ".png", ImageIoPng.CONTENT_TYPE, ImageIoPng.encode(frame)),
                    Extent.frame(frame.width(), frame.height(), i),
                    seed));
        }
        return out;
    }
}
