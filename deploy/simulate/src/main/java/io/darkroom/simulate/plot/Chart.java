package io.darkroom.simulate.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A chart of points that are joined by lines, one line for each series. */
public final class Chart {
    private static final int WIDTH = 720;
    private static final int HEIGHT = 440;
    private static final int LEFT = 70;
    private static final int RIGHT = 20;
    private static final int TOP = 44;
    private static final int BOTTOM = 56;
    private static final List<String> COLOURS =
            List.of("#2a78d6", "#e07b00", "#3a9a4b", "#b0429b", "#7a7a7a", "#c23b3b");

    private final String title;
    private final String across;
    private final String up;
    private final List<Series> all = new ArrayList<>();

    /**
     * @param across what the horizontal axis measures
     * @param up what the vertical axis measures
     */
    public Chart(String title, String across, String up) {
        this.title = title;
        this.across = across;
        this.up = up;
    }

    /** A point of a series. */
    public record Point(double x, double y) {}

    private record Series(String name, List<Point> points) {}

    public Chart series(String name, List<Point> points) {
        all.add(new Series(name, List.copyOf(points)));
        return this;
    }

    /** The chart as an SVG document. */
    public String svg() {
        Scale x = Scale.of(all.stream().flatMap(it -> it.points().stream()).mapToDouble(Point::x), false);
        Scale y = Scale.of(all.stream().flatMap(it -> it.points().stream()).mapToDouble(Point::y), true);
        StringBuilder svg = new StringBuilder();
        svg.append(format(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
                        + " font-size=\"13\" fill=\"#222\">%n<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>%n",
                WIDTH, HEIGHT));
        text(svg, LEFT, 24, "start", "<tspan font-weight=\"bold\">" + escape(title) + "</tspan>");
        axes(svg, x, y);
        for (int i = 0; i < all.size(); i++) {
            draw(svg, all.get(i), COLOURS.get(i % COLOURS.size()), x, y);
            int at = TOP + 18 + i * 18;
            svg.append(format(
                    "<circle cx=\"%d\" cy=\"%d\" r=\"5\" fill=\"%s\"/>%n",
                    WIDTH - RIGHT - 190, at - 4, COLOURS.get(i % COLOURS.size())));
            text(svg, WIDTH - RIGHT - 178, at, "start", escape(all.get(i).name()));
        }
        return svg.append("</svg>\n").toString();
    }

    private void axes(StringBuilder svg, Scale x, Scale y) {
        for (double tick : x.ticks()) {
            double at = across(x, tick);
            svg.append(format("<path d=\"M%.1f %d V%d\" stroke=\"#ddd\"/>%n", at, TOP, HEIGHT - BOTTOM));
            text(svg, at, HEIGHT - BOTTOM + 18, "middle", label(tick));
        }
        for (double tick : y.ticks()) {
            double at = up(y, tick);
            svg.append(format("<path d=\"M%d %.1f H%d\" stroke=\"#ddd\"/>%n", LEFT, at, WIDTH - RIGHT));
            text(svg, LEFT - 8, at + 4, "end", label(tick));
        }
        text(svg, (LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 14, "middle", escape(across));
        svg.append(format(
                "<text transform=\"translate(18 %d) rotate(-90)\" text-anchor=\"middle\">%s</text>%n",
                (TOP + HEIGHT - BOTTOM) / 2, escape(up)));
    }

    private static void draw(StringBuilder svg, Series series, String colour, Scale x, Scale y) {
        StringBuilder path = new StringBuilder();
        for (Point point : series.points()) {
            path.append(format("%s%.1f %.1f", path.isEmpty() ? "M" : " L", across(x, point.x()), up(y, point.y())));
        }
        svg.append(format("<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>%n", path, colour));
        for (Point point : series.points()) {
            svg.append(format(
                    "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" fill=\"%s\"/>%n",
                    across(x, point.x()), up(y, point.y()), colour));
        }
    }

    private static void text(StringBuilder svg, double x, double y, String anchor, String text) {
        svg.append(format("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n", x, y, anchor, text));
    }

    private static double across(Scale scale, double value) {
        return LEFT + scale.share(value) * (WIDTH - LEFT - RIGHT);
    }

    private static double up(Scale scale, double value) {
        return HEIGHT - BOTTOM - scale.share(value) * (HEIGHT - TOP - BOTTOM);
    }

    private static String label(double value) {
        return value >= 1_000
                ? format("%,.0f", value).replace(',', '\u202f')
                : format("%.4g", value).replaceAll("\\.?0+$", "");
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }

    private static String format(String format, Object... arguments) {
        return String.format(Locale.ROOT, format, arguments);
    }
}
