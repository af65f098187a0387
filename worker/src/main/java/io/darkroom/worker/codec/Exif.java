package io.darkroom.worker.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads the orientation from an image's Exif data (CIPA DC-008): tag 0x0112, how the camera was held. The data is untrusted, so
 * anything malformed counts as upright; nothing here throws.
 */
final class Exif {
    /** Value of the tag: row 0 is the top, column 0 the left. */
    static final int UPRIGHT = 1;

    private static final int TAG = 0x0112;
    private static final int ENTRY = 12;
    private static final int SHORT = 3;
    private static final byte[] HEAD = "Exif\0\0".getBytes(StandardCharsets.ISO_8859_1);

    private Exif() {}

    /** Value of the tag, 1 to 8. */
    static int orientation(byte[] file, MediaKind kind) {
        ByteBuffer found = switch (kind) {
            case JPEG -> jpeg(ByteBuffer.wrap(file));
            case PNG -> png(ByteBuffer.wrap(file));
            case WEBP -> webp(ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN));
            case GIF, MP4 -> null;
        };
        return found == null ? UPRIGHT : tag(found);
    }

    /** The first APP1 segment with Exif data, before the first scan. */
    private static @Nullable ByteBuffer jpeg(ByteBuffer file) {
        int at = 2;
        while (at + 4 <= file.limit() && (file.get(at) & 0xff) == 0xff) {
            int marker = file.get(at + 1) & 0xff;
            if (marker == 0xff) {
                at++;
                continue;
            }
            if (marker == 0xda || marker == 0xd9) {
                return null;
            }
            int length = Math.max(2, file.getShort(at + 2) & 0xffff);
            if (marker == 0xe1 && startsWithHead(file, at + 4)) {
                return part(file, at + 4 + HEAD.length, length - 2 - HEAD.length);
            }
            at += 2 + length;
        }
        return null;
    }

    /** The {@code eXIf} chunk, at any position (PNG, third edition, 11.3.4.5). */
    private static @Nullable ByteBuffer png(ByteBuffer file) {
        long at = 8;
        while (at + 12 <= file.limit()) {
            long length = file.getInt((int) at) & 0xffffffffL;
            if (file.getInt((int) at + 4) == 0x65584966) {
                return part(file, at + 8, length);
            }
            at += 12 + length;
        }
        return null;
    }

    /** The {@code EXIF} chunk (RFC 9649); some writers put JPEG's head in front of it. */
    private static @Nullable ByteBuffer webp(ByteBuffer file) {
        long at = 12;
        while (at + 8 <= file.limit()) {
            long length = file.getInt((int) at + 4) & 0xffffffffL;
            if (file.getInt((int) at) == 0x46495845) {
                int head = startsWithHead(file, (int) at + 8) ? HEAD.length : 0;
                return part(file, at + 8 + head, length - head);
            }
            at += 8 + length + length % 2;
        }
        return null;
    }

    private static boolean startsWithHead(ByteBuffer file, int at) {
        for (int i = 0; i < HEAD.length; i++) {
            if (at + i >= file.limit() || file.get(at + i) != HEAD[i]) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable ByteBuffer part(ByteBuffer file, long at, long length) {
        return length < 0 || at + length > file.limit() ? null : file.slice((int) at, (int) length);
    }

    /** The tag in the first directory (TIFF 6.0, section 2). */
    private static int tag(ByteBuffer data) {
        if (data.limit() < 8) {
            return UPRIGHT;
        }
        int start = data.getInt(0);
        if (start != 0x49492a00 && start != 0x4d4d002a) {
            return UPRIGHT;
        }
        data.order(start == 0x49492a00 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        long directory = data.getInt(4) & 0xffffffffL;
        if (directory + 2 > data.limit()) {
            return UPRIGHT;
        }
        int entries = data.getShort((int) directory) & 0xffff;
        for (int i = 0; i < entries; i++) {
            long at = directory + 2 + (long) i * ENTRY;
            if (at + ENTRY > data.limit()) {
                return UPRIGHT;
            }
            if ((data.getShort((int) at) & 0xffff) == TAG) {
                return value(data, (int) at);
            }
        }
        return UPRIGHT;
    }

    private static int value(ByteBuffer data, int entry) {
        int value = data.getShort(entry + 8) & 0xffff;
        boolean one = data.getShort(entry + 2) == SHORT && data.getInt(entry + 4) == 1;
        return one && value >= 1 && value <= 8 ? value : UPRIGHT;
    }
}
