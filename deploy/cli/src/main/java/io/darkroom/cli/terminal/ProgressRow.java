package io.darkroom.cli.terminal;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How far one job is; immutable.
 *
 * @param label what it is, e.g. its prompt
 * @param state the job's state, as the wire names it
 * @param fraction from 0 to 1
 * @param detail e.g. {@code step 12/25}
 * @param eta until it is done; null: unknown
 */
public record ProgressRow(
        String label,
        String state,
        double fraction,
        String detail,
        @Nullable Duration eta) {
    private static final int BAR = 28;
    private static final int LABEL = 34;

    public static ProgressRow waiting(String label) {
        return new ProgressRow(label, "queued", 0, "", null);
    }

    public ProgressRow in(String newState) {
        return new ProgressRow(label, newState, fraction, detail, null);
    }

    public ProgressRow at(double newFraction, String newDetail, @Nullable Duration newEta) {
        return new ProgressRow(label, "running", Math.clamp(newFraction, 0, 1), newDetail, newEta);
    }

    public ProgressRow ended(String newState, String newDetail) {
        return new ProgressRow(label, newState, newState.equals("succeeded") ? 1 : fraction, newDetail, null);
    }

    /** A line with a bar, for a terminal. */
    String bar(Terminal terminal) {
        int room = Math.max(10, Math.min(LABEL, terminal.columns() - BAR - 34));
        return "  " + Text.fit(Text.plain(label), room) + "  " + cells(terminal) + "  " + status(terminal);
    }

    /** A line for a file or a pipe. */
    String line() {
        String percent = state.equals("running") ? " " + Math.round(fraction * 100) + " %" : "";
        String more = detail.isEmpty() ? "" : " (" + detail + ")";
        return "  " + Text.plain(label) + ": " + state + percent + more;
    }

    private String cells(Terminal terminal) {
        int full = (int) Math.floor(fraction * BAR);
        boolean half = fraction * BAR - full >= 0.5;
        String done = "━".repeat(full) + (half ? "╸" : "");
        String rest = "─".repeat(BAR - full - (half ? 1 : 0));
        return terminal.paint(colour(), done) + terminal.dim(rest);
    }

    private Terminal.Style colour() {
        return switch (state) {
            case "succeeded" -> Terminal.Style.GREEN;
            case "failed", "expired" -> Terminal.Style.RED;
            case "canceled", "canceling" -> Terminal.Style.YELLOW;
            default -> Terminal.Style.CYAN;
        };
    }

    private String status(Terminal terminal) {
        String left = eta == null || eta.isZero() ? "" : terminal.dim("  " + Text.duration(eta) + " left");
        return switch (state) {
            case "running" -> Text.fit(Math.round(fraction * 100) + " %", 5) + "  " + detail + left;
            case "succeeded" -> terminal.green("done") + "   " + detail;
            case "failed", "expired" -> terminal.red(state) + " " + detail;
            default -> terminal.dim(state) + (detail.isEmpty() ? "" : " " + detail);
        };
    }
}
