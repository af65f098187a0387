package io.darkroom.local.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A component did not become ready. The message carries the end of its log. */
public final class ComponentException extends RuntimeException {
    private static final int LINES = 15;

    ComponentException(String what, Path log, @Nullable Throwable cause) {
        super(what + "; the end of " + log + ":\n" + tail(log), cause);
    }

    static String tail(Path log) {
        try {
            List<String> lines =
                    Files.readString(log, StandardCharsets.ISO_8859_1).lines().toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES), lines.size()));
        } catch (IOException e) {
            return "(cannot be read: " + e.getMessage() + ")";
        }
    }
}
