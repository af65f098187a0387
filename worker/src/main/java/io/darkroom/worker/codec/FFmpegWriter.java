package io.darkroom.worker.codec;

import static org.bytedeco.ffmpeg.avformat.AVFormatContext.AVFMT_FLAG_BITEXACT;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_from_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avformat.AVFMT_GLOBALHEADER;
import static org.bytedeco.ffmpeg.global.avformat.av_interleaved_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_write_trailer;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_close_dyn_buf;
import static org.bytedeco.ffmpeg.global.avformat.avio_open_dyn_buf;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EAGAIN;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.av_d2q;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_free;
import static org.bytedeco.ffmpeg.global.avutil.av_inv_q;

import io.darkroom.worker.raster.Pixels;
import java.util.List;
import java.util.Map;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVOutputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;

/** Encodes frames into a file in memory. Without creation time and library names, so equal frames give equal bytes. */
final class FFmpegWriter {
    private static final int CODEC_FLAG_GLOBAL_HEADER = 1 << 22;
    private static final int CODEC_FLAG_BITEXACT = 1 << 23;
    private static final int MAX_DENOMINATOR = 1000;

    private FFmpegWriter() {}

    /**
     * Settings of the muxer and the encoder.
     *
     * @param pixelFormat an {@code AV_PIX_FMT_…}
     * @param bitRate bits per second; 0: the encoder's own quality setting
     */
    record Recipe(
            String muxer,
            String encoder,
            int pixelFormat,
            long bitRate,
            Map<String, String> encoderOptions,
            Map<String, String> muxerOptions) {}

    static byte[] encode(List<Pixels> frames, double fps, Recipe recipe) {
        FFmpegLibrary.load();
        try (FFmpegLibrary.Owned owned = new FFmpegLibrary.Owned()) {
            AVFormatContext format = new AVFormatContext(null);
            check(avformat_alloc_output_context2(format, (AVOutputFormat) null, recipe.muxer(), null), recipe);
            owned.add(format, context -> avformat_free_context(context));
            format.flags(format.flags() | AVFMT_FLAG_BITEXACT);
            AVCodecContext encoder = encoder(owned, format, frames.getFirst(), fps, recipe);
            AVStream stream = avformat_new_stream(format, null);
            stream.time_base(encoder.time_base());
            check(avcodec_parameters_from_context(stream.codecpar(), encoder), recipe);
            try (Buffer buffer = new Buffer(format)) {
                write(owned, format, stream, encoder, frames, recipe);
                return buffer.detach();
            }
        }
    }

    private static AVCodecContext encoder(
            FFmpegLibrary.Owned owned, AVFormatContext format, Pixels first, double fps, Recipe recipe) {
        AVCodec codec = avcodec_find_encoder_by_name(recipe.encoder());
        if (codec == null) {
            throw new IllegalStateException("this FFmpeg has no encoder " + recipe.encoder());
        }
        AVCodecContext encoder =
                owned.require(avcodec_alloc_context3(codec), "an encoder", context -> avcodec_free_context(context));
        AVRational rate = av_d2q(fps, MAX_DENOMINATOR);
        encoder.width(first.width());
        encoder.height(first.height());
        encoder.pix_fmt(recipe.pixelFormat());
        encoder.time_base(av_inv_q(rate));
        encoder.framerate(rate);
        encoder.thread_count(1);
        encoder.flags(encoder.flags() | CODEC_FLAG_BITEXACT);
        if (recipe.bitRate() > 0) {
            encoder.bit_rate(recipe.bitRate());
        }
        if ((format.oformat().flags() & AVFMT_GLOBALHEADER) != 0) {
            encoder.flags(encoder.flags() | CODEC_FLAG_GLOBAL_HEADER);
        }
        AVDictionary options = dictionary(recipe.encoderOptions());
        int code = avcodec_open2(encoder, codec, options);
        av_dict_free(options);
        check(code, recipe);
        return encoder;
    }

    private static void write(
            FFmpegLibrary.Owned owned,
            AVFormatContext format,
            AVStream stream,
            AVCodecContext encoder,
            List<Pixels> frames,
            Recipe recipe) {
        AVDictionary options = dictionary(recipe.muxerOptions());
        int code = avformat_write_header(format, options);
        av_dict_free(options);
        check(code, recipe);
        AVPacket packet = owned.require(av_packet_alloc(), "a packet", p -> av_packet_free(p));
        for (int i = 0; i < frames.size(); i++) {
            Pixels pixels = frames.get(i);
            try (FFmpegLibrary.Owned one = new FFmpegLibrary.Owned()) {
                AVFrame frame = FFmpegPixels.allocate(one, pixels.width(), pixels.height(), recipe.pixelFormat());
                FFmpegPixels.fill(frame, pixels);
                frame.pts(i);
                frame.duration(1);
                send(format, stream, encoder, frame, packet, recipe);
            }
        }
        send(format, stream, encoder, null, packet, recipe);
        check(av_write_trailer(format), recipe);
    }

    private static void send(
            AVFormatContext format,
            AVStream stream,
            AVCodecContext encoder,
            @Nullable AVFrame frame,
            AVPacket packet,
            Recipe recipe) {
        check(avcodec_send_frame(encoder, frame), recipe);
        while (true) {
            int code = avcodec_receive_packet(encoder, packet);
            if (code == AVERROR_EAGAIN() || code == AVERROR_EOF) {
                return;
            }
            check(code, recipe);
            if (packet.duration() == 0) {
                // Without it the duration of an MP4 ends where its last frame begins, and players skip that frame.
                packet.duration(1);
            }
            av_packet_rescale_ts(packet, encoder.time_base(), stream.time_base());
            packet.stream_index(stream.index());
            check(av_interleaved_write_frame(format, packet), recipe);
        }
    }

    private static AVDictionary dictionary(Map<String, String> options) {
        AVDictionary dictionary = new AVDictionary(null);
        options.forEach((key, value) -> av_dict_set(dictionary, key, value, 0));
        return dictionary;
    }

    private static void check(int code, Recipe recipe) {
        if (code < 0) {
            throw new IllegalStateException(
                    "cannot write " + recipe.muxer() + " by " + recipe.encoder() + ": " + FFmpegLibrary.error(code));
        }
    }

    /** FFmpeg's dynamic buffer, as the output of a muxer. */
    private static final class Buffer implements AutoCloseable {
        private @Nullable AVIOContext context = new AVIOContext(null);

        Buffer(AVFormatContext format) {
            if (avio_open_dyn_buf(context) < 0) {
                throw new OutOfMemoryError("FFmpeg has no memory for a buffer");
            }
            format.pb(context);
        }

        byte[] detach() {
            try (PointerPointer<BytePointer> result = new PointerPointer<>(1)) {
                int size = avio_close_dyn_buf(context, result);
                context = null;
                BytePointer data = result.get(BytePointer.class);
                byte[] bytes = new byte[size];
                data.get(bytes);
                av_free(data);
                return bytes;
            }
        }

        @Override
        public void close() {
            if (context != null) {
                detach();
            }
        }
    }
}
