package io.darkroom.worker.codec;

import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_QUIET;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;
import static org.bytedeco.ffmpeg.global.avutil.av_strerror;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/** Ownership and errors of native FFmpeg objects. */
final class FFmpegLibrary {
    static {
        // It would write lines about clients' files to the standard error stream.
        av_log_set_level(AV_LOG_QUIET);
    }

    private FFmpegLibrary() {}

    /** Loads the native library and sets it up. */
    static void load() {}

    /** The message of an error code. */
    static String error(int code) {
        byte[] text = new byte[128];
        av_strerror(code, text, text.length);
        int end = 0;
        while (end < text.length && text[end] != 0) {
            end++;
        }
        return new String(text, 0, end, StandardCharsets.UTF_8);
    }

    /** Native objects, freed last to first. */
    static final class Owned implements AutoCloseable {
        private final Deque<Runnable> frees = new ArrayDeque<>();

        <T> T add(T object, Consumer<T> free) {
            frees.push(() -> free.accept(object));
            return object;
        }

        /** Adds the result of a native function, which is null if there was no memory. */
        <T> T require(T object, String what, Consumer<T> free) {
            if (object == null) {
                throw new OutOfMemoryError("FFmpeg has no memory for " + what);
            }
            return add(object, free);
        }

        @Override
        public void close() {
            while (!frees.isEmpty()) {
                frees.pop().run();
            }
        }
    }
}
