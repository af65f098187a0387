package io.darkroom.cli.trace;

import io.darkroom.cli.terminal.Terminal;
import io.darkroom.cli.terminal.Text;
import java.util.Locale;

/** A job's spans as lines with bars. */
public final class Waterfall {
    private static final int NAME = 30;
    private static final int LENGTH = 11;
    private static final String EIGHTHS = "▏▎▍▌▋▊▉█";

    private final JobTrace trace;
    private final int bar;

    /** @param columns of the page */
    public Waterfall(JobTrace trace, int columns) {
        this.trace = trace;
        this.bar = Math.clamp(columns - NAME - LENGTH - 42L, 20, 80);
    }

    public void print(Terminal terminal) {
        for (JobTrace.Line line : trace.lines()) {
            SpanRecord span = line.span();
            String name = "  ".repeat(line.depth()) + span.name();
            String drawn = bar(span);
            terminal.line(Text.fit(service(span), 8)
                    + Text.fit(name, NAME)
                    + (span.error() == null ? drawn : terminal.red(drawn))
                    + length(span)
                    + "  "
                    + terminal.dim(JobTrace.remark(span)));
        }
    }

    static String service(SpanRecord span) {
        return span.service().replaceFirst("^darkroom-", "");
    }

    private String bar(SpanRecord span) {
        double all = Math.max(1, trace.end() - trace.start());
        double from = (span.start() - trace.start()) / all * bar;
        double to = (span.end() - trace.start()) / all * bar;
        int first = Math.min(bar - 1, (int) from);
        int whole = (int) (to - first);
        StringBuilder text = new StringBuilder(" ".repeat(first)).append("█".repeat(Math.min(whole, bar - first)));
        if (text.length() < bar && (whole == 0 || to - first - whole > 0.1)) {
            int eighths = (int) Math.clamp((to - first - whole) * 8, 0, 7);
            text.append(EIGHTHS.charAt(eighths));
        }
        return text.append(" ".repeat(Math.max(0, bar - text.length()))).toString();
    }

    static String length(SpanRecord span) {
        double ms = span.took().toNanos() / 1e6;
        String text =
                ms < 1000 ? String.format(Locale.ROOT, "%.1f ms", ms) : String.format(Locale.ROOT, "%.2f s", ms / 1000);
        return " ".repeat(Math.max(1, LENGTH - text.length())) + text;
    }
}
