package io.darkroom.local.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.darkroom.local.client.ServerEvent;
import io.darkroom.local.terminal.ProgressRow;
import io.darkroom.local.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandsTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    Path folder;

    @Test
    void helpListsEveryCommandWithASentence() {
        assertThat(run("help")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains(
                        "up ",
                        "demo",
                        "generate",
                        "predict",
                        "jobs",
                        "events",
                        "cancel",
                        "models",
                        "key",
                        "doctor",
                        "test",
                        "bench");
    }

    @Test
    void aMisspeltCommandIsStatus2AndSuggests() {
        assertThat(run("generat", "x")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("generate");
    }

    @Test
    void everyOptionIsReadBeforeAnythingIsAsked() {
        assertThat(run("generate", "x", "--size", "huge")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("write e.g. 128x128", "generate --help");
        assertThat(run("generate", "x", "--size", "128x96", "--n", "2", "--data", folder.toString()))
                .isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("no stack runs on " + folder);
    }

    @Test
    void withoutAStackACommandSaysHowToStartOne() {
        assertThat(run("models", "--data", folder.toString())).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("no stack runs on " + folder, "./darkroom up");
    }

    @Test
    void progressEventsMoveTheRow() {
        ProgressRow row = ProgressRow.waiting("x");
        row = JobWatch.after(new ServerEvent("1", "job.started", "{}"), row);
        assertThat(row.state()).isEqualTo("loading");
        String progress = "{\"step\":5,\"steps\":20,\"eta_seconds\":1.5}";
        row = JobWatch.after(new ServerEvent("", "job.progress", progress), row);
        assertThat(row).isEqualTo(new ProgressRow("x", "running", 0.25, "step 5/20", Duration.ofMillis(1500)));
        row = JobWatch.after(new ServerEvent("3", "job.released", "{\"message\":\"worker stops\"}"), row);
        assertThat(row.state()).isEqualTo("queued");
        assertThat(row.fraction()).isZero();
        assertThat(row.detail()).isEqualTo("worker stops");
    }

    @Test
    void filesAreNamedByWhatTheyAre() {
        ObjectNode output = JsonNodeFactory.instance
                .objectNode()
                .put("content_type", "image/png")
                .put("seed", 8);
        assertThat(Outputs.fileName("a-red-apple", output)).isEqualTo("a-red-apple-8.png");
        assertThat(Outputs.fileName("clip-future", output.put("frame", 3))).isEqualTo("clip-future-8-frame-03.png");
    }

    @Test
    void sizesAreWrittenInTwoWays() {
        assertThat(Size.valueOf("128x96")).isEqualTo(new Size(128, 96));
        assertThat(Size.valueOf("64")).isEqualTo(new Size(64, 64));
        assertThatThrownBy(() -> Size.valueOf("big")).hasMessageContaining("128x128");
    }

    @Test
    void aDefectIsCalledOneAndAnErrorIsASentence() {
        assertThat(Failures.lines(new NullPointerException("x")).getFirst()).startsWith("this is a defect of Darkroom");
        assertThat(Failures.lines(new IllegalStateException("no model\nput one there")))
                .containsExactly("no model", "put one there");
    }

    private int run(String... args) {
        return Darkroom.run(
                new Terminal(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        false,
                        false,
                        100),
                args);
    }
}
