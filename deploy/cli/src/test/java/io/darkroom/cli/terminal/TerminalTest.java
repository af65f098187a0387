package io.darkroom.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerminalTest {
    @Test
    void noColorSwitchesColoursOffAndLeavesTheBars() {
        Terminal terminal = Terminal.of(Map.of("DARKROOM_TTY", "1", "NO_COLOR", "1"));
        assertThat(terminal.colour()).isFalse();
        assertThat(terminal.live()).isTrue();
        assertThat(terminal.red("x")).isEqualTo("x");
        assertThat(Terminal.of(Map.of("DARKROOM_TTY", "1")).red("x")).isEqualTo("\u001b[31mx\u001b[0m");
    }

    @Test
    void aPipeGetsNeither() {
        Terminal terminal = Terminal.of(Map.of());
        assertThat(terminal.live()).isFalse();
        assertThat(terminal.colour()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"0, 0 ms", "850, 850 ms", "3210, 3.2 s", "125000, 2 min 5 s"})
    void durations(long millis, String text) {
        assertThat(Text.duration(Duration.ofMillis(millis))).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"512, 512 B", "1200, 1.2 KB", "34000, 34 KB", "999900, 1.0 MB", "25300000000, 25 GB"})
    void sizes(long bytes, String text) {
        assertThat(Text.bytes(bytes)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "A red apple, a-red-apple",
        "'  ../../etc/passwd', etc-passwd",
        "!!!, result",
        "Äpfel & Birnen, äpfel-birnen",
        "a very long prompt that goes on and on for ever and ever, a-very-long-prompt-that-goes-on-and-on"
    })
    void slugs(String prompt, String slug) {
        assertThat(Text.slug(prompt)).isEqualTo(slug);
    }

    @Test
    void fitCountsVisibleCharacters() {
        assertThat(Text.fit("ab", 4)).isEqualTo("ab  ");
        assertThat(Text.fit("abcdef", 4)).isEqualTo("abc…");
        assertThat(Text.fit("🍎🍎🍎", 2)).isEqualTo("🍎…");
    }
}
