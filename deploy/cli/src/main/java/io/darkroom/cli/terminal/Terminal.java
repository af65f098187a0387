package io.darkroom.cli.terminal;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Standard output and error as a person sees them.
 *
 * @param live whether lines can be rewritten
 * @param colour whether colours are shown
 * @param columns width of a line
 */
public record Terminal(PrintStream out, PrintStream err, boolean live, boolean colour, int columns) {
    private static final int DEFAULT_COLUMNS = 100;

    /** Styles, as SGR numbers. */
    public enum Style {
        BOLD("1"),
        DIM("2"),
        RED("31"),
        GREEN("32"),
        YELLOW("33"),
        CYAN("36");

        private final String code;

        Style(String code) {
            this.code = code;
        }
    }

    public static Terminal of(Map<String, String> environment) {
        boolean tty = "1".equals(environment.get("DARKROOM_TTY")) && !"dumb".equals(environment.get("TERM"));
        String noColour = environment.getOrDefault("NO_COLOR", "");
        return new Terminal(
                utf8(FileDescriptor.out),
                utf8(FileDescriptor.err),
                tty,
                tty && noColour.isEmpty(),
                columns(environment.get("COLUMNS")));
    }

    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }

    private static int columns(@Nullable String text) {
        try {
            int columns = text == null ? 0 : Integer.parseInt(text);
            return columns < 40 ? DEFAULT_COLUMNS : columns;
        } catch (NumberFormatException e) {
            return DEFAULT_COLUMNS;
        }
    }

    public void line(String text) {
        out.println(text);
    }

    public void blank() {
        out.println();
    }

    public void error(String text) {
        err.println(text);
    }

    public String paint(Style style, String text) {
        return colour ? "\u001b[" + style.code + "m" + text + "\u001b[0m" : text;
    }

    public String bold(String text) {
        return paint(Style.BOLD, text);
    }

    public String dim(String text) {
        return paint(Style.DIM, text);
    }

    public String green(String text) {
        return paint(Style.GREEN, text);
    }

    public String red(String text) {
        return paint(Style.RED, text);
    }

    public String yellow(String text) {
        return paint(Style.YELLOW, text);
    }
}
