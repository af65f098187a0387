package io.darkroom.worker.codec;

import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;

import io.darkroom.worker.codec.FFmpegWriter.Recipe;
import io.darkroom.worker.raster.Pixels;
import java.util.List;
import java.util.Map;

/** MP4 with H.264 by OpenH264 (BSD licence), with the index first, so that it plays while it loads. */
public final class FFmpegMp4 {
    public static final String CONTENT_TYPE = "video/mp4";

    /** High: small images of flat colour show every block. */
    private static final double BITS_PER_PIXEL = 1.5;

    private static final long LEAST_BITS = 1_000_000;
    private static final int INDEX_BYTES = 4096;
    private static final int INDEX_BYTES_PER_FRAME = 64;

    private FFmpegMp4() {}

    /** @param frames of one even size */
    public static byte[] encode(List<Pixels> frames, double fps) {
        Pixels first = frames.getFirst();
        long bits = (long) (first.width() * first.height() * fps * BITS_PER_PIXEL);
        // The muxer cannot move the index afterwards in memory, so room is left for it.
        int index = INDEX_BYTES + INDEX_BYTES_PER_FRAME * frames.size();
        return FFmpegWriter.encode(
                frames,
                fps,
                new Recipe(
                        "mp4",
                        "libopenh264",
                        AV_PIX_FMT_YUV420P,
                        Math.max(bits, LEAST_BITS),
                        Map.of("allow_skip_frames", "0", "g", "24"),
                        Map.of("moov_size", String.valueOf(index))));
    }
}
