package io.darkroom.worker.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Wraps one frame of an animation in a WebP file of its own. */
final class WebpStill {
    private static final int EXTENDED = 18;
    private static final int ALPHA_FLAG = 0x10;

    private WebpStill() {}

    /** @param chunks {@code VP8 } or {@code VP8L}, or {@code ALPH} and {@code VP8 }, which needs a {@code VP8X} in front */
    static byte[] wrap(byte[] chunks, int width, int height) {
        boolean alpha = chunks.length >= 4 && new String(chunks, 0, 4, StandardCharsets.ISO_8859_1).equals("ALPH");
        int size = 4 + (alpha ? EXTENDED : 0) + chunks.length;
        ByteBuffer out = ByteBuffer.allocate(8 + size).order(ByteOrder.LITTLE_ENDIAN);
        out.put(ascii("RIFF")).putInt(size).put(ascii("WEBP"));
        if (alpha) {
            out.put(ascii("VP8X")).putInt(EXTENDED - 8).putInt(ALPHA_FLAG);
            put24(out, width - 1);
            put24(out, height - 1);
        }
        return out.put(chunks).array();
    }

    private static void put24(ByteBuffer out, int value) {
        out.put((byte) value).put((byte) (value >> 8)).put((byte) (value >> 16));
    }

    private static byte[] ascii(String tag) {
        return tag.getBytes(StandardCharsets.US_ASCII);
    }
}
