package io.darkroom.cli.doctor;

/**
 * The result of one check.
 *
 * @param about e.g. {@code memory}
 * @param message what was found
 * @param remedy what to do; empty if it is fine
 */
public record Finding(Level level, String about, String message, String remedy) {
    /** {@code BAD}: it will not work. {@code WARN}: it works, with a limitation. */
    public enum Level {
        FINE,
        WARN,
        BAD
    }

    public static Finding fine(String about, String message) {
        return new Finding(Level.FINE, about, message, "");
    }

    public static Finding warn(String about, String message, String remedy) {
        return new Finding(Level.WARN, about, message, remedy);
    }

    public static Finding bad(String about, String message, String remedy) {
        return new Finding(Level.BAD, about, message, remedy);
    }
}
