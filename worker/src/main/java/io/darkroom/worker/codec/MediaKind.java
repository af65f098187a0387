package io.darkroom.worker.codec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The format of a file, by its first bytes. */
public enum MediaKind {
    PNG,
    JPEG,
    GIF,
    WEBP,
    MP4;

    private static final byte[] PNG_MAGIC = {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10};

    /** @throws MediaException if it is none of these */
    public static MediaKind sniff(byte[] bytes) {
        if (Arrays.equals(bytes, 0, Math.min(8, bytes.length), PNG_MAGIC, 0, 8)) {
            return PNG;
        }
        if (bytes.length > 3 && bytes[0] == (byte) 0xff && bytes[1] == (byte) 0xd8 && bytes[2] == (byte) 0xff) {
            return JPEG;
        }
        if (at(bytes, 0, "GIF87a") || at(bytes, 0, "GIF89a")) {
            return GIF;
        }
        if (at(bytes, 0, "RIFF") && at(bytes, 8, "WEBP")) {
            return WEBP;
        }
        if (at(bytes, 4, "ftyp")) {
            return MP4;
        }
        throw new MediaException("the file is neither MP4 nor GIF, WebP, PNG or JPEG by its first bytes");
    }

    private static boolean at(byte[] bytes, int offset, String magic) {
        byte[] wanted = magic.getBytes(StandardCharsets.US_ASCII);
        return bytes.length >= offset + wanted.length
                && Arrays.equals(bytes, offset, offset + wanted.length, wanted, 0, wanted.length);
    }
}
