package io.darkroom.worker.codec;

import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avformat.AVSEEK_FLAG_BACKWARD;
import static org.bytedeco.ffmpeg.global.avformat.av_seek_frame;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EAGAIN;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;

import io.darkroom.worker.raster.Pixels;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SortedSet;
import java.util.function.BiConsumer;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.jspecify.annotations.Nullable;

/** Frames of the formats that FFmpeg demuxes: MP4, GIF, APNG, and stills, which are clips of one frame. */
final class FFmpegFrames implements FrameSource {
    private static final int EXPLODE = 1 << 3;

    private final byte[] bytes;
    private final MediaKind kind;
    private final boolean animated;
    private final MediaBudget budget;
    private final long startNanos = System.nanoTime();

    /** Presentation timestamps of the packets, in the stream's time base, ascending. */
    private final long[] stamps;

    private final double[] times;

    FFmpegFrames(byte[] bytes, MediaKind kind, MediaBudget budget) {
        this.bytes = bytes;
        this.kind = kind;
        this.animated = kind == MediaKind.PNG && isAnimated(bytes);
        this.budget = budget;
        try (FFmpegInput input = new FFmpegInput(bytes, kind, animated)) {
            this.stamps = stamps(input);
            AVRational unit = input.stream().time_base();
            double seconds = (double) unit.num() / unit.den();
            this.times =
                    Arrays.stream(stamps).mapToDouble(stamp -> stamp * seconds).toArray();
        }
    }

    /** An APNG has an {@code acTL} chunk before the first data. */
    private static boolean isAnimated(byte[] bytes) {
        int end = Math.min(bytes.length, 1 << 16);
        String head = new String(bytes, 0, end, StandardCharsets.ISO_8859_1);
        int control = head.indexOf("acTL");
        int data = head.indexOf("IDAT");
        return control >= 0 && (data < 0 || control < data);
    }

    private long[] stamps(FFmpegInput input) {
        int width = Math.max(1, input.stream().codecpar().width());
        int height = Math.max(1, input.stream().codecpar().height());
        long[] found = new long[16];
        int count = 0;
        long next = 0;
        for (AVPacket packet = input.next(); packet != null; packet = input.next()) {
            if (FFmpegInput.hidden(packet)) {
                continue;
            }
            long stamp = packet.pts() == AV_NOPTS_VALUE ? next : packet.pts();
            next = stamp + Math.max(1, packet.duration());
            found = count == found.length ? Arrays.copyOf(found, 2 * count) : found;
            found[count++] = stamp;
            budget.require(width, height, count);
        }
        if (count == 0) {
            throw new MediaException("the " + kind + " file holds no frame");
        }
        long[] sorted = Arrays.copyOf(found, count);
        Arrays.sort(sorted);
        return sorted;
    }

    @Override
    public double[] times() {
        return times.clone();
    }

    @Override
    public void decode(SortedSet<Integer> wanted, BiConsumer<Integer, Pixels> sink) {
        try (FFmpegLibrary.Owned owned = new FFmpegLibrary.Owned()) {
            FFmpegInput input = owned.add(new FFmpegInput(bytes, kind, animated), FFmpegInput::close);
            boolean sought = kind == MediaKind.MP4
                    && av_seek_frame(input.format(), input.streamIndex(), stamps[wanted.first()], AVSEEK_FLAG_BACKWARD)
                            >= 0;
            AVCodecContext decoder = decoder(owned, input);
            AVFrame frame = owned.require(av_frame_alloc(), "a frame", f -> av_frame_free(f));
            Progress progress = new Progress(wanted, sink, sought);
            AVPacket packet;
            do {
                packet = input.next();
                check(avcodec_send_packet(decoder, packet));
                receive(decoder, frame, progress);
            } while (packet != null && !progress.complete());
            if (!progress.complete()) {
                throw new MediaException("the " + kind + " file is damaged: not all of its frames could be decoded");
            }
        }
    }

    private AVCodecContext decoder(FFmpegLibrary.Owned owned, FFmpegInput input) {
        AVCodec codec = avcodec_find_decoder(input.stream().codecpar().codec_id());
        AVCodecContext decoder =
                owned.require(avcodec_alloc_context3(codec), "a decoder", context -> avcodec_free_context(context));
        check(avcodec_parameters_to_context(decoder, input.stream().codecpar()));
        decoder.pkt_timebase(input.stream().time_base());
        decoder.thread_count(1);
        decoder.err_recognition(EXPLODE);
        // The frames may be larger than the header of the file declares.
        decoder.max_pixels(budget.framePixels());
        check(avcodec_open2(decoder, codec, (AVDictionary) null));
        return decoder;
    }

    private void receive(AVCodecContext decoder, AVFrame frame, Progress progress) {
        while (!progress.complete()) {
            int code = avcodec_receive_frame(decoder, frame);
            if (code == AVERROR_EAGAIN() || code == AVERROR_EOF) {
                return;
            }
            check(code);
            if (frame.decode_error_flags() != 0) {
                throw new MediaException("the " + kind + " file is damaged: a frame cannot be decoded");
            }
            if (System.nanoTime() - startNanos > budget.time().toNanos()
                    || Thread.currentThread().isInterrupted()) {
                throw new MediaException("decoding the clip took longer than "
                        + budget.time().toSeconds() + " s; send a shorter or smaller one");
            }
            progress.accept(frame);
        }
    }

    private void check(int code) {
        if (code < 0) {
            throw new MediaException("the " + kind + " file is damaged: " + FFmpegLibrary.error(code));
        }
    }

    /** Finds the index of a decoded frame by its timestamp, or by counting if it has none. */
    private final class Progress {
        private final SortedSet<Integer> wanted;
        private final BiConsumer<Integer, Pixels> sink;
        private final boolean sought;
        private int counted;
        private int delivered;

        Progress(SortedSet<Integer> wanted, BiConsumer<Integer, Pixels> sink, boolean sought) {
            this.wanted = wanted;
            this.sink = sink;
            this.sought = sought;
        }

        boolean complete() {
            return delivered == wanted.size();
        }

        void accept(AVFrame frame) {
            Integer index = index(frame.best_effort_timestamp());
            counted++;
            if (index != null && wanted.contains(index)) {
                budget.require(frame.width(), frame.height(), 1);
                sink.accept(index, FFmpegPixels.rgba(frame));
                delivered++;
            }
        }

        private @Nullable Integer index(long stamp) {
            int found = Arrays.binarySearch(stamps, stamp);
            if (found >= 0) {
                return found;
            }
            return sought || counted >= stamps.length ? null : Integer.valueOf(counted);
        }
    }
}
