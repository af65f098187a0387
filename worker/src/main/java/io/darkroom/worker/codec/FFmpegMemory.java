package io.darkroom.worker.codec;

import static org.bytedeco.ffmpeg.global.avformat.AVSEEK_SIZE;
import static org.bytedeco.ffmpeg.global.avformat.avio_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avio_context_free;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.av_free;
import static org.bytedeco.ffmpeg.global.avutil.av_malloc;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.Read_packet_Pointer_BytePointer_int;
import org.bytedeco.ffmpeg.avformat.Seek_Pointer_long_int;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/**
 * Lets FFmpeg read an array. All readers share one pair of callbacks, because JavaCPP supports only ten of a type; the address
 * that FFmpeg passes back identifies the array.
 */
final class FFmpegMemory implements AutoCloseable {
    private static final int BUFFER = 1 << 15;
    private static final int INVALID = -22;
    private static final Map<Long, FFmpegMemory> OPEN = new ConcurrentHashMap<>();

    private static final Read_packet_Pointer_BytePointer_int READ = new Read_packet_Pointer_BytePointer_int() {
        @Override
        public int call(Pointer opaque, BytePointer into, int size) {
            FFmpegMemory memory = OPEN.get(opaque.address());
            return memory == null ? INVALID : memory.read(into, size);
        }
    };

    private static final Seek_Pointer_long_int SEEK = new Seek_Pointer_long_int() {
        @Override
        public long call(Pointer opaque, long offset, int whence) {
            FFmpegMemory memory = OPEN.get(opaque.address());
            return memory == null ? INVALID : memory.seek(offset, whence);
        }
    };

    private final byte[] bytes;
    private final BytePointer key = new BytePointer(1);
    private final AVIOContext context;
    private int position;

    FFmpegMemory(byte[] bytes) {
        this.bytes = bytes;
        OPEN.put(key.address(), this);
        BytePointer buffer = new BytePointer(av_malloc(BUFFER));
        this.context = avio_alloc_context(buffer, BUFFER, 0, key, READ, null, SEEK);
    }

    AVIOContext context() {
        return context;
    }

    private int read(BytePointer into, int size) {
        int count = Math.min(size, bytes.length - position);
        if (count <= 0) {
            return AVERROR_EOF;
        }
        into.put(bytes, position, count);
        position += count;
        return count;
    }

    private long seek(long offset, int whence) {
        if (whence == AVSEEK_SIZE) {
            return bytes.length;
        }
        long target = switch (whence & 3) {
            case 0 -> offset;
            case 1 -> position + offset;
            default -> bytes.length + offset;
        };
        if (target < 0 || target > bytes.length) {
            return INVALID;
        }
        position = (int) target;
        return target;
    }

    @Override
    public void close() {
        // FFmpeg may have replaced the buffer by a larger one.
        av_free(context.buffer());
        avio_context_free(context);
        OPEN.remove(key.address());
        key.close();
    }
}
