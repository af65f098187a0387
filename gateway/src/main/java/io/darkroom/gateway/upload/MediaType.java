package io.darkroom.gateway.upload;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** The media types that Darkroom reads, detected by their magic bytes. */
public enum MediaType {
    PNG("image/png"),
    JPEG("image/jpeg"),
    WEBP("image/webp"),
    GIF("image/gif"),
    MP4("video/mp4");

    /** Number of bytes needed to detect the type. */
    public static final int HEAD = 64;

    private static final Set<String> MP4_BRANDS = Set.of(
            "isom", "iso2", "iso3", "iso4", "iso5", "iso6", "iso7", "iso8", "iso9", "mp41", "mp42", "avc1", "M4V ",
            "M4VH", "M4VP", "dash", "MSNV", "f4v ");

    private final String contentType;

    MediaType(String contentType) {
        this.contentType = contentType;
    }

    public String contentType() {
        return contentType;
    }

    public static Optional<MediaType> find(String contentType) {
        for (MediaType type : values()) {
            if (type.contentType.equals(contentType)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    /** The type of data with these first bytes; empty if it is not supported. */
    public static Optional<MediaType> sniff(byte[] head) {
        if (starts(head, 0, "\u0089PNG\r\n\u001a\n") && starts(head, 12, "IHDR")) {
            return Optional.of(PNG);
        }
        if (starts(head, 0, "\u00ff\u00d8\u00ff")) {
            return Optional.of(JPEG);
        }
        if (starts(head, 0, "RIFF") && starts(head, 8, "WEBPVP8")) {
            return Optional.of(WEBP);
        }
        if (starts(head, 0, "GIF87a") || starts(head, 0, "GIF89a")) {
            return Optional.of(GIF);
        }
        if (starts(head, 4, "ftyp") && head.length >= 12) {
            String brand = new String(head, 8, 4, StandardCharsets.ISO_8859_1);
            return MP4_BRANDS.contains(brand) ? Optional.of(MP4) : Optional.empty();
        }
        return Optional.empty();
    }

    private static boolean starts(byte[] head, int at, String magic) {
        byte[] expected = magic.getBytes(StandardCharsets.ISO_8859_1);
        return head.length >= at + expected.length
                && Arrays.equals(head, at, at + expected.length, expected, 0, expected.length);
    }
}
