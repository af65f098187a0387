package io.darkroom.cli.client;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** Media types of files, by file extension; the gateway inspects the content itself. */
public final class MediaTypes {
    private static final Map<String, String> BY_EXTENSION = Map.of(
            "png", "image/png",
            "jpg", "image/jpeg",
            "jpeg", "image/jpeg",
            "webp", "image/webp",
            "gif", "image/gif",
            "mp4", "video/mp4");

    private MediaTypes() {}

    static String of(Path file) {
        String name = file.toString();
        String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return BY_EXTENSION.getOrDefault(extension, "application/octet-stream");
    }

    /** The file extension of a media type. */
    public static String extension(String contentType) {
        return switch (contentType) {
            case "image/png" -> "png";
            case "image/jpeg" -> "jpg";
            case "image/webp" -> "webp";
            case "image/gif" -> "gif";
            case "video/mp4" -> "mp4";
            case "application/x-tar" -> "tar";
            case "application/json" -> "json";
            default -> "bin";
        };
    }
}
