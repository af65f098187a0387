package io.darkroom.worker.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The size that the head of a still tells, before anything is decoded, so that an image that is too large is told so.
 *
 * @param width pixels
 * @param height pixels
 */
public record StillSize(long width, long height) {
    private static final int SEGMENT = 0xff;

    /** Null if the header does not declare it; the decoder's own limit applies then. */
    public static @Nullable StillSize of(byte[] bytes, MediaKind kind) {
        ByteBuffer big = ByteBuffer.wrap(bytes);
        ByteBuffer little = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        return switch (kind) {
            case PNG -> bytes.length < 24 ? null : size(big.getInt(16) & 0xffffffffL, big.getInt(20) & 0xffffffffL);
            case GIF -> bytes.length < 10 ? null : size(little.getShort(6) & 0xffff, little.getShort(8) & 0xffff);
            case WEBP -> bytes.length < 30 ? null : webp(little);
            case JPEG -> jpeg(big);
            case MP4 -> null;
        };
    }

    private static StillSize size(long width, long height) {
        return new StillSize(width, height);
    }

    /** The three kinds of a first chunk (RFC 9649). */
    private static @Nullable StillSize webp(ByteBuffer file) {
        byte[] tag = new byte[4];
        file.get(12, tag);
        return switch (new String(tag, StandardCharsets.ISO_8859_1)) {
            case "VP8X" -> size((file.getInt(24) & 0xffffff) + 1L, (file.getInt(26) >>> 8) + 1L);
            case "VP8L" -> size((file.getInt(21) & 0x3fff) + 1L, (file.getInt(21) >>> 14 & 0x3fff) + 1L);
            case "VP8 " -> size(file.getShort(26) & 0x3fff, file.getShort(28) & 0x3fff);
            default -> null;
        };
    }

    /** The first start-of-frame segment (ITU-T T.81, B.2.2). */
    private static @Nullable StillSize jpeg(ByteBuffer file) {
        int at = 2;
        while (at + 9 <= file.limit() && (file.get(at) & 0xff) == SEGMENT) {
            int marker = file.get(at + 1) & 0xff;
            boolean table = marker == 0xc4 || marker == 0xc8 || marker == 0xcc;
            if (marker >= 0xc0 && marker <= 0xcf && !table) {
                return size(file.getShort(at + 7) & 0xffff, file.getShort(at + 5) & 0xffff);
            }
            // A lone 0xff fills up; everything else before the first scan has a length.
            at += marker == SEGMENT ? 1 : 2 + Math.max(2, file.getShort(at + 2) & 0xffff);
        }
        return null;
    }
}
