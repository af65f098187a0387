package io.darkroom.worker.codec;

import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_BGRA;

import io.darkroom.worker.codec.FFmpegWriter.Recipe;
import io.darkroom.worker.raster.Pixels;
import java.util.List;
import java.util.Map;

/** WebP by libwebp: stills lossless, with alpha; clips lossy at high quality, looping. */
public final class FFmpegWebp {
    public static final String CONTENT_TYPE = "image/webp";

    private static final Recipe STILL = new Recipe(
            "webp", "libwebp", AV_PIX_FMT_BGRA, 0, Map.of("lossless", "1", "compression_level", "4"), Map.of());
    private static final Recipe CLIP = new Recipe(
            "webp",
            "libwebp_anim",
            AV_PIX_FMT_BGRA,
            0,
            Map.of("lossless", "0", "quality", "92", "compression_level", "4"),
            Map.of("loop", "0"));

    private FFmpegWebp() {}

    public static byte[] encode(Pixels still) {
        return FFmpegWriter.encode(List.of(still), 1, STILL);
    }

    public static byte[] encode(List<Pixels> frames, double fps) {
        return FFmpegWriter.encode(frames, fps, CLIP);
    }
}
