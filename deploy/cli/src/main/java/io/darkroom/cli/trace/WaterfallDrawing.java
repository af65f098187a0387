package io.darkroom.cli.trace;

import java.util.Locale;
import java.util.Map;

/** A job's spans as SVG, readable on a light and on a dark page. */
public final class WaterfallDrawing {
    private static final int ROW = 24;
    private static final int LEFT = 250;
    private static final int WIDTH = 1080;
    private static final int RIGHT = 330;
    private static final Map<String, String> COLOURS =
            Map.of("gateway", "#3b82f6", "worker", "#d97706", "failed", "#dc2626");

    private final JobTrace trace;

    public WaterfallDrawing(JobTrace trace) {
        this.trace = trace;
    }

    public String svg() {
        int height = (trace.lines().size() + 2) * ROW;
        StringBuilder svg = new StringBuilder();
        svg.append(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
                        + " font-size=\"13\">%n",
                WIDTH,
                height));
        svg.append("<style>text{fill:#1f2937}.dim{fill:#6b7280}@media(prefers-color-scheme:dark)"
                + "{text{fill:#e5e7eb}.dim{fill:#9ca3af}}</style>\n");
        int row = 0;
        for (JobTrace.Line line : trace.lines()) {
            row(svg, line, (row + 1) * ROW);
            row++;
        }
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"%d\" y=\"%d\" class=\"dim\">0</text><text x=\"%d\" y=\"%d\" class=\"dim\">%s</text>%n",
                LEFT,
                height - ROW / 2,
                WIDTH - RIGHT,
                height - ROW / 2,
                seconds(trace.end() - trace.start())));
        return svg.append("</svg>\n").toString();
    }

    private void row(StringBuilder svg, JobTrace.Line line, int y) {
        SpanRecord span = line.span();
        double scale = (double) (WIDTH - LEFT - RIGHT) / Math.max(1, trace.end() - trace.start());
        double x = LEFT + (span.start() - trace.start()) * scale;
        double width = Math.max(1.5, (span.end() - span.start()) * scale);
        String service = Waterfall.service(span);
        String colour = COLOURS.getOrDefault(span.error() == null ? service : "failed", "#6b7280");
        svg.append(String.format(
                Locale.ROOT, "<text x=\"%d\" y=\"%d\">%s</text>", 8 + line.depth() * 14, y, escaped(span.name())));
        svg.append(String.format(
                Locale.ROOT,
                "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"14\" rx=\"2\" fill=\"%s\"/>",
                x,
                y - 12,
                width,
                colour));
        String remark = JobTrace.remark(span);
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"%.1f\" y=\"%d\" class=\"dim\">%s</text>%n",
                x + width + 6,
                y,
                escaped(service + ", " + seconds(span.end() - span.start())
                        + (remark.isEmpty() ? "" : ", " + remark))));
    }

    private static String seconds(long nanos) {
        double ms = nanos / 1e6;
        return ms < 1000 ? String.format(Locale.ROOT, "%.1f ms", ms) : String.format(Locale.ROOT, "%.2f s", ms / 1000);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
