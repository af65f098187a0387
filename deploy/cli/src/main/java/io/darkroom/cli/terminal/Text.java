package io.darkroom.cli.terminal;

import java.time.Duration;
import java.util.Locale;

/** Small pieces of text in one form everywhere. */
public final class Text {
    private Text() {}

    /** {@code 850 ms}, {@code 3.2 s}, {@code 2 min 5 s}. */
    public static String duration(Duration duration) {
        long ms = duration.toMillis();
        if (ms < 1_000) {
            return ms + " ms";
        }
        if (ms < 60_000) {
            return String.format(Locale.ROOT, "%.1f s", ms / 1000.0);
        }
        return ms / 60_000 + " min " + ms % 60_000 / 1_000 + " s";
    }

    /** {@code 512 B}, {@code 34 KB}, {@code 1.2 GB}. */
    public static String bytes(long bytes) {
        if (bytes < 1_000) {
            return bytes + " B";
        }
        String[] units = {"KB", "MB", "GB", "TB"};
        double value = bytes / 1_000.0;
        int unit = 0;
        while (value >= 999.5 && unit < units.length - 1) {
            value /= 1_000;
            unit++;
        }
        return String.format(Locale.ROOT, value < 10 ? "%.1f %s" : "%.0f %s", value, units[unit]);
    }

    /** Exactly this wide: padded, or cut with an ellipsis. Counts code points. */
    public static String fit(String text, int width) {
        int length = text.codePointCount(0, text.length());
        if (length <= width) {
            return text + " ".repeat(width - length);
        }
        return text.substring(0, text.offsetByCodePoints(0, width - 1)) + "…";
    }

    /** The text without control characters and direction marks, which could rewrite the screen. */
    public static String plain(String text) {
        return text.codePoints()
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? ' ' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** Part of a file name: letters and digits of the text, joined by hyphens, at most 40 of them. */
    public static String slug(String text) {
        String slug = text.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}]+", "-")
                .replaceAll("^-|-$", "");
        String cut = slug.length() <= 40 ? slug : slug.substring(0, 40).replaceAll("-[^-]*$", "");
        return cut.isEmpty() ? "result" : cut;
    }
}
