package io.darkroom.cli.make;

import io.darkroom.cli.client.GatewayClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Resolves what a user gives as an image or clip to what a request may contain. */
@FunctionalInterface
interface Media {
    List<String> REFERENCES = List.of("job:", "upload:", "https:", "http:", "data:");

    /**
     * @param text a file; or {@code job:ID/INDEX}, {@code upload:ID} or an https URL, which stay as they are
     * @throws IllegalArgumentException if there is no such file
     */
    String reference(String text) throws InterruptedException;

    /** Uploads files. */
    static Media of(GatewayClient client) {
        return text -> {
            if (isReference(text)) {
                return text;
            }
            Path file = Path.of(text);
            if (!Files.isRegularFile(file)) {
                throw new IllegalArgumentException("there is no file " + file.toAbsolutePath());
            }
            return "upload:" + client.upload(file);
        };
    }

    /** A short name for it: a file name without its extension. */
    static String name(String text) {
        if (isReference(text)) {
            return text.length() > 40 ? text.substring(0, text.indexOf(':')) : text;
        }
        String name = String.valueOf(Path.of(text).getFileName());
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    private static boolean isReference(String text) {
        return REFERENCES.stream().anyMatch(text::startsWith);
    }
}
