package io.darkroom.worker.codec;

import io.darkroom.worker.raster.Pixels;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Frames of an animated WebP, which FFmpeg cannot demux. The container (RIFF: {@code VP8X}, {@code ANIM}, {@code ANMF}) is read here
 * by its specification (developers.google.com/speed/webp/docs/riff_container); FFmpeg decodes the bitstream of each frame as a
 * still, and the canvas is composed by offsets, blending and disposal.
 */
final class WebpAnimation implements FrameSource {
    private static final int HEADER = 12;
    private static final int ANIMATION_FLAG = 2;
    private static final int FRAME_HEAD = 16;
    private static final int NO_BLEND = 2;
    private static final int DISPOSE = 1;

    private final ByteBuffer file;
    private final MediaBudget budget;
    private final int width;
    private final int height;
    private final List<Part> parts = new ArrayList<>();
    private final double[] times;

    /**
     * @param start where the frame's own chunks begin
     * @param length their bytes
     * @param flags bit 0: clear its area afterwards; bit 1: replace what is below instead of blending
     */
    private record Part(int x, int y, int width, int height, int millis, int flags, int start, int length) {}

    /** Whether the header declares an animation. */
    static boolean isAnimated(byte[] bytes) {
        return bytes.length > HEADER + 8
                && tag(ByteBuffer.wrap(bytes), HEADER).equals("VP8X")
                && (bytes[HEADER + 8] & ANIMATION_FLAG) != 0;
    }

    /** @throws MediaException if it is damaged or too large */
    WebpAnimation(byte[] bytes, MediaBudget budget) {
        this.file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        this.budget = budget;
        requireRoom(8, file.getInt(4));
        requireRoom(HEADER, 18);
        this.width = 1 + u24(HEADER + 12);
        this.height = 1 + u24(HEADER + 15);
        budget.require(width, height, 1);
        for (int at = HEADER; at + 8 <= bytes.length; ) {
            int size = requireRoom(at + 8, file.getInt(at + 4));
            if (tag(file, at).equals("ANMF")) {
                addPart(at + 8, size);
            }
            at += 8 + size + (size & 1);
        }
        if (parts.isEmpty()) {
            throw new MediaException("the WEBP file holds no frame");
        }
        times = new double[parts.size()];
        for (int i = 1; i < times.length; i++) {
            times[i] = times[i - 1] + Math.max(1, parts.get(i - 1).millis()) / 1000.0;
        }
    }

    private void addPart(int at, int size) {
        if (size < FRAME_HEAD) {
            throw damaged();
        }
        Part part = new Part(
                2 * u24(at),
                2 * u24(at + 3),
                1 + u24(at + 6),
                1 + u24(at + 9),
                u24(at + 12),
                file.get(at + 15),
                at + FRAME_HEAD,
                size - FRAME_HEAD);
        if (part.x() + part.width() > width || part.y() + part.height() > height) {
            throw damaged();
        }
        parts.add(part);
        budget.require(width, height, parts.size());
    }

    private int requireRoom(int at, int size) {
        if (size < 0 || at > file.capacity() - size) {
            throw damaged();
        }
        return size;
    }

    private static MediaException damaged() {
        return new MediaException("the WEBP file is damaged or truncated");
    }

    private int u24(int at) {
        return file.get(at) & 0xff | (file.get(at + 1) & 0xff) << 8 | (file.get(at + 2) & 0xff) << 16;
    }

    private static String tag(ByteBuffer bytes, int at) {
        return new String(bytes.array(), at, 4, StandardCharsets.ISO_8859_1);
    }

    @Override
    public double[] times() {
        return times.clone();
    }

    @Override
    public void decode(SortedSet<Integer> wanted, BiConsumer<Integer, Pixels> sink) {
        byte[] canvas = new byte[width * height * 4];
        long start = System.nanoTime();
        for (int i = 0; i <= wanted.last(); i++) {
            if (System.nanoTime() - start > budget.time().toNanos()) {
                throw new MediaException("decoding the clip took longer than "
                        + budget.time().toSeconds() + " s; send a shorter or smaller one");
            }
            Part part = parts.get(i);
            draw(canvas, part, still(part));
            if (wanted.contains(i)) {
                sink.accept(i, new Pixels(width, height, 4, canvas.clone()));
            }
            if ((part.flags() & DISPOSE) != 0) {
                draw(canvas, part, null);
            }
        }
    }

    /** The image of the frame alone, decoded by FFmpeg from a file of its own. */
    private Pixels still(Part part) {
        byte[] single = WebpStill.wrap(
                Arrays.copyOfRange(file.array(), part.start(), part.start() + part.length()),
                part.width(),
                part.height());
        Pixels[] found = new Pixels[1];
        new FFmpegFrames(single, MediaKind.WEBP, budget)
                .decode(new TreeSet<>(List.of(0)), (_, pixels) -> found[0] = pixels);
        if (found[0].width() != part.width() || found[0].height() != part.height()) {
            throw damaged();
        }
        return found[0];
    }

    /** Draws a frame into its area, or clears the area. */
    private void draw(byte[] canvas, Part part, @Nullable Pixels image) {
        boolean blend = (part.flags() & NO_BLEND) == 0;
        for (int y = 0; y < part.height(); y++) {
            for (int x = 0; x < part.width(); x++) {
                int to = 4 * ((part.y() + y) * width + part.x() + x);
                if (image == null) {
                    Arrays.fill(canvas, to, to + 4, (byte) 0);
                } else if (blend) {
                    over(canvas, to, image.data(), 4 * (y * part.width() + x));
                } else {
                    System.arraycopy(image.data(), 4 * (y * part.width() + x), canvas, to, 4);
                }
            }
        }
    }

    /** Straight alpha over straight alpha (Porter and Duff, 1984). */
    private static void over(byte[] canvas, int to, byte[] image, int from) {
        int above = image[from + 3] & 0xff;
        int below = (canvas[to + 3] & 0xff) * (255 - above) / 255;
        int alpha = above + below;
        for (int c = 0; c < 3 && alpha > 0; c++) {
            int colour = (image[from + c] & 0xff) * above + (canvas[to + c] & 0xff) * below;
            canvas[to + c] = (byte) ((colour + alpha / 2) / alpha);
        }
        canvas[to + 3] = (byte) alpha;
    }
}
