package io.darkroom.worker.pipeline.still;

import io.darkroom.worker.codec.FFmpegWebp;
import io.darkroom.worker.codec.ImageIoPng;
import io.darkroom.worker.pipeline.FinishedMedia.File;
import io.darkroom.worker.raster.Pixels;

/** Encodes still images as files. */
final class StillFile {
    private StillFile() {}

    /** @param format {@code webp}; anything else is {@code png} */
    static File encode(String name, Pixels image, String format) {
        return format.equals("webp")
                ? new File(name + ".webp", FFmpegWebp.CONTENT_TYPE, FFmpegWebp.encode(image))
                : new File(name + ".png", ImageIoPng.CONTENT_TYPE, ImageIoPng.encode(image));
    }
}
