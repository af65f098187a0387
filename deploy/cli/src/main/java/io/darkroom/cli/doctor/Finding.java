package io.darkroom.cli.doctor;

/**
 * One thing that was looked at.
 *
 * @param about e.g. {@code memory}
 * @param says what was found
 * @param remedy what to do; empty if it is fine
 */
public record Finding(Level level, String about, String says, String remedy) {
    /** {@code BAD}: it will not work. {@code WARN}: it works, with a catch. */
    public enum Level {
        FINE,
        WARN,
        BAD
    }

    public static Finding fine(String about, String says) {
        return new Finding(Level.FINE, about, says, "");
    }

    public static Finding warn(String about, String says, String remedy) {
        return new Finding(Level.WARN, about, says, remedy);
    }

    public static Finding bad(String about, String says, String remedy) {
        return new Finding(Level.BAD, about, says, remedy);
    }
}
