package io.darkroom.worker.codec;

import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB24;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGBA;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.swscale.SWS_ACCURATE_RND;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BICUBIC;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BITEXACT;
import static org.bytedeco.ffmpeg.global.swscale.SWS_FULL_CHR_H_INT;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale;

import io.darkroom.worker.raster.Pixels;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.ffmpeg.swscale.SwsFilter;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;

/** Converts between pixels and native frames of the same size. */
final class FFmpegPixels {
    /** The same bits on every processor, whatever its vector instructions. */
    private static final int EXACT = SWS_BICUBIC | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INT | SWS_BITEXACT;

    private static final int ALIGNMENT = 32;

    private FFmpegPixels() {}

    /** A decoded frame as RGBA. */
    static Pixels rgba(AVFrame frame) {
        try (FFmpegLibrary.Owned owned = new FFmpegLibrary.Owned()) {
            AVFrame target = allocate(owned, frame.width(), frame.height(), AV_PIX_FMT_RGBA);
            convert(frame, target);
            int row = 4 * frame.width();
            byte[] data = new byte[row * frame.height()];
            BytePointer plane = target.data(0);
            for (int y = 0; y < frame.height(); y++) {
                plane.position((long) y * target.linesize(0)).get(data, y * row, row);
            }
            return new Pixels(frame.width(), frame.height(), 4, data);
        }
    }

    /** Fills a frame, of any format, from pixels of its size. */
    static void fill(AVFrame target, Pixels pixels) {
        try (FFmpegLibrary.Owned owned = new FFmpegLibrary.Owned()) {
            int format = pixels.channels() == 4 ? AV_PIX_FMT_RGBA : AV_PIX_FMT_RGB24;
            AVFrame source = allocate(owned, pixels.width(), pixels.height(), format);
            int row = pixels.channels() * pixels.width();
            BytePointer plane = source.data(0);
            for (int y = 0; y < pixels.height(); y++) {
                plane.position((long) y * source.linesize(0)).put(pixels.data(), y * row, row);
            }
            convert(source, target);
        }
    }

    static AVFrame allocate(FFmpegLibrary.Owned owned, int width, int height, int format) {
        AVFrame frame = owned.require(av_frame_alloc(), "a frame", f -> av_frame_free(f));
        frame.width(width);
        frame.height(height);
        frame.format(format);
        if (av_frame_get_buffer(frame, ALIGNMENT) < 0) {
            throw new OutOfMemoryError("FFmpeg has no memory for a frame of " + width + "x" + height);
        }
        return frame;
    }

    private static void convert(AVFrame from, AVFrame to) {
        SwsContext context = sws_getContext(
                from.width(),
                from.height(),
                from.format(),
                to.width(),
                to.height(),
                to.format(),
                EXACT,
                (SwsFilter) null,
                (SwsFilter) null,
                (DoublePointer) null);
        if (context == null) {
            throw new MediaException("pixels of format " + from.format() + " cannot be converted");
        }
        try {
            int rows = sws_scale(context, from.data(), from.linesize(), 0, from.height(), to.data(), to.linesize());
            if (rows != to.height()) {
                throw new MediaException("the pixels of a frame cannot be converted: " + FFmpegLibrary.error(rows));
            }
        } finally {
            sws_freeContext(context);
        }
    }
}
