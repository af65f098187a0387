package io.darkroom.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressBoardTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Test
    void withoutATerminalPrintsEachChangeOfStateAndEachQuarterOnce() {
        try (ProgressBoard board = new ProgressBoard(terminal(false, false))) {
            int row = board.add(ProgressRow.waiting("a red apple"));
            board.update(row, shown -> shown.in("loading"));
            for (int step = 1; step <= 20; step++) {
                double fraction = step / 20.0;
                String detail = "step " + step + "/20";
                board.update(row, shown -> shown.at(fraction, detail, Duration.ofSeconds(1)));
            }
            board.update(row, shown -> shown.ended("succeeded", "3.2 s"));
        }
        assertThat(said().lines())
                .containsExactly(
                        "  a red apple: queued",
                        "  a red apple: loading",
                        "  a red apple: running 5 % (step 1/20)",
                        "  a red apple: running 25 % (step 5/20)",
                        "  a red apple: running 50 % (step 10/20)",
                        "  a red apple: running 75 % (step 15/20)",
                        "  a red apple: running 100 % (step 20/20)",
                        "  a red apple: succeeded (3.2 s)");
    }

    @Test
    void onATerminalRewritesAllRowsInPlace() {
        try (ProgressBoard board = new ProgressBoard(terminal(true, false))) {
            board.add(ProgressRow.waiting("one"));
            int second = board.add(ProgressRow.waiting("two"));
            board.update(second, shown -> shown.at(0.5, "step 5/10", Duration.ofSeconds(2)));
        }
        String last = said().substring(said().lastIndexOf("\u001b[2A"));
        assertThat(last)
                .contains("one")
                .contains("two")
                .contains("50 %")
                .contains("step 5/10")
                .contains("2.0 s left");
        assertThat(said()).startsWith("\u001b[?25l").endsWith("\u001b[?25h");
    }

    @Test
    void theBarGrowsWithTheWorkAndFillsAtTheEnd() {
        ProgressRow half = ProgressRow.waiting("x").at(0.5, "", null);
        assertThat(half.bar(terminal(true, false))).contains("━".repeat(14) + "─".repeat(14));
        assertThat(half.ended("succeeded", "").bar(terminal(true, false)))
                .contains("━".repeat(28))
                .contains("done");
    }

    @Test
    void everyBarFitsTheLine() {
        ProgressRow row = ProgressRow.waiting("a prompt that goes on and on, well beyond what any line could ever show")
                .at(0.345, "step 123/345", Duration.ofMillis(12_300));
        assertThat(row.bar(terminal(true, false))
                        .codePointCount(0, row.bar(terminal(true, false)).length()))
                .isLessThanOrEqualTo(100);
    }

    @Test
    void controlCharactersOfAPromptDoNotReachTheTerminal() {
        ProgressRow row = ProgressRow.waiting("nice\u001b[2Jtry\u202e");
        assertThat(row.line()).doesNotContain("\u001b", "\u202e");
        assertThat(row.bar(terminal(true, false))).doesNotContain("\u001b", "\u202e");
    }

    @Test
    void coloursAppearOnlyWhereTheyAreWanted() {
        ProgressRow row = ProgressRow.waiting("x").ended("failed", "why");
        assertThat(row.bar(terminal(true, true))).contains("\u001b[31mfailed\u001b[0m");
        assertThat(row.bar(terminal(true, false))).contains("failed why").doesNotContain("\u001b[");
    }

    private Terminal terminal(boolean live, boolean colour) {
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        return new Terminal(out, out, live, colour, 100);
    }

    private String said() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
