package io.darkroom.local.command;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.TypeConversionException;

/** How many workers: {@code 2}, or as many as needed: {@code 0..4}. */
record WorkerRange(int fewest, int most) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,2})(?:\\.\\.(\\d{1,2}))?");
    private static final int LIMIT = 64;

    static WorkerRange parse(String text) {
        Matcher form = FORM.matcher(text.strip());
        if (form.matches()) {
            int fewest = Integer.parseInt(form.group(1));
            int most = form.group(2) == null ? fewest : Integer.parseInt(form.group(2));
            if (fewest <= most && most <= LIMIT) {
                return new WorkerRange(fewest, most);
            }
        }
        throw new TypeConversionException("--workers takes 0 to 64, or a range as 0..4, not '" + text + "'");
    }

    boolean isElastic() {
        return most > fewest;
    }

    @Override
    public String toString() {
        return isElastic() ? fewest + ".." + most : Integer.toString(fewest);
    }
}
