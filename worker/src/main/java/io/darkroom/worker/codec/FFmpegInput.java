package io.darkroom.worker.codec;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_CORRUPT;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_DISCARD;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avformat.av_find_best_stream;
import static org.bytedeco.ffmpeg.global.avformat.av_find_input_format;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;

import java.util.Set;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.jspecify.annotations.Nullable;

/** A file in memory, split by one named demuxer into the packets of its video stream. Used by one thread. */
final class FFmpegInput implements AutoCloseable {
    private final FFmpegLibrary.Owned owned = new FFmpegLibrary.Owned();
    private final AVFormatContext format;
    private final AVPacket packet;
    private final int index;

    /** The demuxer for a kind, and the codecs that are allowed in it. */
    private record Reader(String demuxer, Set<String> codecs) {}

    /**
     * @param animated for PNG: whether it is an APNG
     * @throws MediaException if it cannot be read as this kind
     */
    FFmpegInput(byte[] bytes, MediaKind kind, boolean animated) {
        FFmpegLibrary.load();
        Reader reader = reader(kind, animated);
        try {
            FFmpegMemory memory = owned.add(new FFmpegMemory(bytes), FFmpegMemory::close);
            this.format = open(memory, reader.demuxer(), kind);
            owned.add(format, context -> avformat_close_input(context));
            this.index = av_find_best_stream(format, AVMEDIA_TYPE_VIDEO, -1, -1, (AVCodec) null, 0);
            if (index < 0) {
                throw new MediaException("the " + kind + " file contains no images");
            }
            String codec = avcodec_get_name(stream().codecpar().codec_id()).getString();
            if (!reader.codecs().contains(codec)) {
                throw new MediaException("the " + kind + " file is coded as '" + codec
                        + "', which is not supported; send " + reader.codecs());
            }
            this.packet = owned.require(av_packet_alloc(), "a packet", p -> av_packet_free(p));
        } catch (Throwable e) {
            owned.close();
            throw e;
        }
    }

    private static Reader reader(MediaKind kind, boolean animated) {
        return switch (kind) {
            case PNG -> animated ? new Reader("apng", Set.of("apng")) : new Reader("png_pipe", Set.of("png"));
            case JPEG -> new Reader("jpeg_pipe", Set.of("mjpeg"));
            case GIF -> new Reader("gif", Set.of("gif"));
            case WEBP -> new Reader("webp_pipe", Set.of("webp"));
            case MP4 -> new Reader("mov", Set.of("h264", "hevc", "mpeg4", "vp9"));
        };
    }

    private static AVFormatContext open(FFmpegMemory memory, String demuxer, MediaKind kind) {
        AVInputFormat input = av_find_input_format(demuxer);
        if (input == null) {
            throw new IllegalStateException("this FFmpeg has no demuxer " + demuxer);
        }
        AVFormatContext context = avformat_alloc_context();
        context.pb(memory.context());
        AVDictionary options = new AVDictionary(null);
        av_dict_set(options, "protocol_whitelist", "none", 0);
        av_dict_set(options, "format_whitelist", demuxer.equals("mov") ? "mov,mp4,m4a,3gp,3g2,mj2" : demuxer, 0);
        int code = avformat_open_input(context, (String) null, input, options);
        av_dict_free(options);
        if (code < 0) {
            // FFmpeg freed the context.
            throw new MediaException("the file is a damaged " + kind + ": " + FFmpegLibrary.error(code));
        }
        return context;
    }

    AVFormatContext format() {
        return format;
    }

    AVStream stream() {
        return format.streams(index);
    }

    int streamIndex() {
        return index;
    }

    /**
     * The next packet of the video stream, valid until the next call; null at the end.
     *
     * @throws MediaException if it is truncated or damaged
     */
    @Nullable
    AVPacket next() {
        while (true) {
            av_packet_unref(packet);
            int code = av_read_frame(format, packet);
            if (code == AVERROR_EOF) {
                return null;
            }
            if (code < 0) {
                throw new MediaException("the file is damaged: " + FFmpegLibrary.error(code));
            }
            if (packet.stream_index() != index) {
                continue;
            }
            if ((packet.flags() & AV_PKT_FLAG_CORRUPT) != 0) {
                throw new MediaException("the file is damaged or truncated");
            }
            return packet;
        }
    }

    /** Whether a packet is only needed to decode others. */
    static boolean hidden(AVPacket packet) {
        return (packet.flags() & AV_PKT_FLAG_DISCARD) != 0;
    }

    @Override
    public void close() {
        owned.close();
    }
}
