package io.darkroom.worker.pipeline;

import io.darkroom.contracts.job.PredictVideo;
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
 * A predicted future at its output size, ready to be encoded.
 *
 * @param context the clip's last frames
 * @param predicted what comes after
 */
record FinishedFuture(PredictVideo job, int item, List<Pixels> context, List<Pixels> predicted) {

    /** The clip, with its context in front if the job asks for it. */
    FinishedMedia clip() {
        List<Pixels> frames = new ArrayList<>();
        if (job.includeContext()) {
            frames.addAll(context);
        }
        frames.addAll(predicted);
        String type;
        byte[] bytes;
        switch (job.outputFormat()) {
            case "mp4" -> {
                type = FFmpegMp4.CONTENT_TYPE;
                bytes = FFmpegMp4.encode(frames, job.fps());
            }
            case "webp" -> {
                type = FFmpegWebp.CONTENT_TYPE;
                bytes = FFmpegWebp.encode(frames, job.fps());
            }
            case "gif" -> {
                type = ImageIoGif.CONTENT_TYPE;
                bytes = ImageIoGif.encode(frames, job.fps());
            }
            default ->
                throw new PipelineException(
                        FailureCode.INVALID_INPUT,
                        "clips are not written as '" + job.outputFormat() + "'; choose mp4, webp or gif");
        }
        String name = item + "." + job.outputFormat();
        return media("video", name, type, bytes, frames.getFirst(), frames.size(), null);
    }

    /** Each predicted frame as PNG. */
    List<FinishedMedia> stills() {
        List<FinishedMedia> out = new ArrayList<>();
        for (int i = 0; i < predicted.size(); i++) {
            byte[] png = ImageIoPng.encode(predicted.get(i));
            String name = item + "-" + i + ".png";
            out.add(media("frame", name, ImageIoPng.CONTENT_TYPE, png, predicted.get(i), null, i));
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
        return new FinishedMedia(
                item, role, name, type, bytes, size.width(), size.height(), frames, frame, job.seedOf(item));
    }
}
