package io.darkroom.worker.codec;

import io.darkroom.worker.raster.Fit;
import io.darkroom.worker.raster.Pixels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The last frames of a clip, sampled at a wanted rate and fitted to a wanted size. */
public final class ClipReader {
    /** Timestamps are rounded in files; a frame that is late by less than this still counts as shown. */
    private static final double SLACK_SECONDS = 0.002;

    private final MediaBudget budget;

    public ClipReader(MediaBudget budget) {
        this.budget = budget;
    }

    /**
     * Frames at {@code end - (count - 1) / fps, …, end - 1 / fps, end}, where {@code end} is the time of the last frame; for
     * times before the beginning of the clip its first frame is repeated.
     *
     * @return {@code count} opaque images of {@code width * height}, oldest first
     * @throws MediaException if the bytes cannot be read, or exceed the budget
     */
    public List<Pixels> last(byte[] bytes, int count, double fps, int width, int height) {
        FrameSource source = open(bytes);
        return decode(source, choose(source.times(), count, fps), width, height);
    }

    /**
     * Frames at {@code begin, begin + 1 / fps, …}, as many of them as the clip has, at most {@code count}.
     *
     * @return opaque images of {@code width * height}, at least one, oldest first
     * @throws MediaException if the bytes cannot be read, or exceed the budget
     */
    public List<Pixels> first(byte[] bytes, int count, double fps, int width, int height) {
        FrameSource source = open(bytes);
        return decode(source, chooseFirst(source.times(), count, fps), width, height);
    }

    private static List<Pixels> decode(FrameSource source, int[] chosen, int width, int height) {
        TreeSet<Integer> wanted = new TreeSet<>();
        for (int index : chosen) {
            wanted.add(index);
        }
        Map<Integer, Pixels> frames = new HashMap<>();
        source.decode(wanted, (index, pixels) -> frames.put(index, Fit.letterbox(pixels, width, height)));
        List<Pixels> out = new ArrayList<>();
        for (int index : chosen) {
            Pixels frame = frames.get(index);
            if (frame == null) {
                throw new IllegalStateException("frame " + index + " was not decoded");
            }
            out.add(frame);
        }
        return out;
    }

    private FrameSource open(byte[] bytes) {
        MediaKind kind = MediaKind.sniff(bytes);
        return kind == MediaKind.WEBP && WebpAnimation.isAnimated(bytes)
                ? new WebpAnimation(bytes, budget)
                : new FFmpegFrames(bytes, kind, budget);
    }

    /** For each wanted time up to the last frame, the frame that is shown then. */
    static int[] chooseFirst(double[] times, int count, double fps) {
        int[] chosen = new int[count];
        int found = 0;
        int index = 0;
        for (; found < count; found++) {
            double time = times[0] + found / fps + SLACK_SECONDS;
            if (time > times[times.length - 1] + 2 * SLACK_SECONDS) {
                break;
            }
            while (index + 1 < times.length && times[index + 1] <= time) {
                index++;
            }
            chosen[found] = index;
        }
        return Arrays.copyOf(chosen, found);
    }

    /** For each wanted time, the frame that is shown then. */
    static int[] choose(double[] times, int count, double fps) {
        int[] chosen = new int[count];
        double end = times[times.length - 1];
        for (int i = 0; i < count; i++) {
            double time = end - (count - 1 - i) / fps + SLACK_SECONDS;
            int index = 0;
            while (index + 1 < times.length && times[index + 1] <= time) {
                index++;
            }
            chosen[i] = index;
        }
        return chosen;
    }
}
