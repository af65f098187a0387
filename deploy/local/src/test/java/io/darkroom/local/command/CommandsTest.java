package io.darkroom.local.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.darkroom.cli.command.Failures;
import io.darkroom.cli.make.Outputs;
import io.darkroom.cli.option.Size;
import io.darkroom.cli.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CommandsTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"help", "--help", "-h"})
    void helpListsEveryCommandInItsGroup(String word) {
        assertThat(run(word)).isZero();
        String help = out.toString(StandardCharsets.UTF_8);
        assertThat(help).contains(CommandGroups.GROUPS.keySet());
        CommandLine program = Darkroom.commands(terminal(), new Darkroom(terminal()));
        assertThat(program.getSubcommands().keySet())
                .as("each command is in one group")
                .containsExactlyInAnyOrderElementsOf(CommandGroups.GROUPS.values().stream()
                        .flatMap(List::stream)
                        .toList());
        program.getSubcommands()
                .forEach((name, command) -> assertThat(help)
                        .containsPattern(
                                "(?m)^  " + name + " +" + Pattern.quote(CommandGroups.sentence(command.getHelp()))));
    }

    @Test
    void aMisspeltCommandIsStatus2AndSuggests() {
        assertThat(run("generat", "x")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("generate");
    }

    @Test
    void everyOptionIsParsedBeforeAnyCall() {
        assertThat(run("generate", "x", "--size", "huge")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("write e.g. 128x128", "generate --help");
        assertThat(run("generate", "x", "--size", "128x96", "--n", "2", "--data", folder.toString()))
                .isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("no stack runs on " + folder);
    }

    @Test
    void withoutAStackACommandNamesTheRemedy() {
        assertThat(run("models", "--data", folder.toString())).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("no stack runs on " + folder, "./darkroom up");
    }

    @Test
    void filesAreNamedByWhatTheyAre() {
        ObjectNode output = JsonNodeFactory.instance
                .objectNode()
                .put("content_type", "image/png")
                .put("seed", 8);
        assertThat(Outputs.fileName("a-red-apple", output)).isEqualTo("a-red-apple-8.png");
        assertThat(Outputs.fileName("clip-future", output.put("frame", 3))).isEqualTo("clip-future-8-frame-03.png");
        assertThat(Outputs.fileName(
                        "fruit-dataset", output.put("role", "shard").put("content_type", "application/x-tar")))
                .isEqualTo("fruit-dataset-8-shard-03.tar");
        output.remove("frame");
        assertThat(Outputs.fileName("apple", output.put("role", "heat_map").put("content_type", "image/png")))
                .isEqualTo("apple-8-heat-map.png");
    }

    @Test
    void workersAreANumberOrARange() {
        assertThat(WorkerRange.parse("2")).isEqualTo(new WorkerRange(2, 2));
        assertThat(WorkerRange.parse("0..4")).isEqualTo(new WorkerRange(0, 4)).hasToString("0..4");
        for (String wrong : List.of("4..0", "-1", "65", "1..", "many")) {
            assertThat(run("up", "--workers", wrong)).as(wrong).isEqualTo(2);
        }
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("0..4, not 'many'");
    }

    @Test
    void aSmallDayIsSimulatedAndDrawn() throws Exception {
        assertThat(run("simulate", "--jobs", "2000", "--plots", folder.toString()))
                .isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("planner, patience 0.25", "count, idle 30 s", "static");
        assertThat(Files.readString(folder.resolve("frontier.svg"))).startsWith("<svg");
    }

    @Test
    void sizesAreWrittenInTwoWays() {
        assertThat(Size.valueOf("128x96")).isEqualTo(new Size(128, 96));
        assertThat(Size.valueOf("64")).isEqualTo(new Size(64, 64));
        assertThatThrownBy(() -> Size.valueOf("big")).hasMessageContaining("128x128");
    }

    @Test
    void aDefectIsNamedAndAnErrorIsASentence() {
        assertThat(Failures.lines(new NullPointerException("x")).getFirst()).startsWith("this is a defect of Darkroom");
        assertThat(Failures.lines(new IllegalStateException("no model\nput one there")))
                .containsExactly("no model", "put one there");
    }

    private int run(String... args) {
        return Darkroom.run(terminal(), args);
    }

    private Terminal terminal() {
        return new Terminal(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false,
                false,
                100);
    }
}
