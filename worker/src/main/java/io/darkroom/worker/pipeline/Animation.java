package io.darkroom.worker.pipeline;

import io.darkroom.contracts.outcome.FailureCode;
import io.darkroom.worker.codec.FFmpegMp4;
import io.darkroom.worker.codec.FFmpegWebp;
import io.darkroom.worker.codec.ImageIoGif;
import io.darkroom.worker.raster.Fit;
import io.darkroom.worker.raster.Pixels;
import java.util.List;

/** Frames encoded as one animated file. */
public record Animation(String contentType, byte[] bytes) {

    /** @param format {@code webp}, which keeps transparency; {@code gif} or {@code mp4}, in which transparent pixels are white */
    public static Animation of(List<Pixels> frames, double fps, String format) {
        return switch (format) {
            case "webp" -> new Animation(FFmpegWebp.CONTENT_TYPE, FFmpegWebp.encode(frames, fps));
            case "gif" -> new Animation(ImageIoGif.CONTENT_TYPE, ImageIoGif.encode(opaque(frames), fps));
            case "mp4" -> new Animation(FFmpegMp4.CONTENT_TYPE, FFmpegMp4.encode(opaque(frames), fps));
            default ->
                throw new PipelineException(
                        FailureCode.INVALID_INPUT,
                        "clips cannot be written as '" + format + "'; choose mp4, webp or gif");
        };
    }

    private static List<Pixels> opaque(List<Pixels> frames) {
        return frames.stream().map(Fit::overWhite).toList();
    }
}
