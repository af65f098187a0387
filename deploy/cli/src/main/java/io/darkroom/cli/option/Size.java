package io.darkroom.cli.option;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;

/** Pixels, written {@code 128x96} or, for a square, {@code 128}. */
public record Size(int width, int height) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,5})(?:[x×](\\d{1,5}))?");

    public static Size valueOf(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new CommandLine.TypeConversionException("not a size: '" + text + "', write e.g. 128x128");
        }
        int width = Integer.parseInt(matcher.group(1));
        return new Size(width, matcher.group(2) == null ? width : Integer.parseInt(matcher.group(2)));
    }
}
