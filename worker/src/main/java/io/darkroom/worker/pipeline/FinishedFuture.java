package io.darkroom.worker.pipeline;

import io.darkroom.contracts.outcome.FailureCode;
import io.darkroom.worker.media.FFmpegMp4;
import io.darkroom.worker.media.FFmpegWebp;
import io.darkroom.worker.media.ImageIoGif;
import io.darkroom.worker.media.ImageIoPng;
import io.darkroom.worker.media.Pixels;
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
        String type;
        byte[] bytes;
        switch (format) {
            case "mp4" -> {
                type = FFmpegMp4.CONTENT_TYPE;
                bytes = FFmpegMp4.encode(shown, fps);
            }
            case "webp" -> {
                type = FFmpegWebp.CONTENT_TYPE;
                bytes = FFmpegWebp.encode(shown, fps);
            }
            case "gif" -> {
                type = ImageIoGif.CONTENT_TYPE;
                bytes = ImageIoGif.encode(shown, fps);
            }
            default ->
                throw new PipelineException(
                        FailureCode.INVALID_INPUT,
                        "clips are not written as '" + format + "'; choose mp4, webp or gif");
        }
        return media("video", item + "." + format, type, bytes, shown.getFirst(), shown.size(), null);
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
