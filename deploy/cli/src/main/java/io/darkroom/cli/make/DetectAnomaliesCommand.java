package io.darkroom.cli.make;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.darkroom.cli.terminal.Terminal;
import io.darkroom.contracts.job.JobKind;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** How far an image deviates from what the model considers normal. */
@Command(
        name = "detect-anomalies",
        mixinStandardHelpOptions = true,
        description = "Scores anomalies of an image, and shows where they are.",
        footer = {"", "Example: ./darkroom detect-anomalies part.png --level 0.25"})
public final class DetectAnomaliesCommand extends MakeCommand {
    @Parameters(paramLabel = "IMAGE", description = "PNG, JPEG or WebP file; or job:ID/INDEX for a result.")
    private String image = "";

    @Option(names = "--prompt", paramLabel = "TEXT", description = "What the image should show. Default: no prompt.")
    private @Nullable String prompt;

    @Option(
            names = "--level",
            paramLabel = "L",
            description = "How far to noise the image, above 0 to 1. Default: 0.25.")
    private @Nullable Double level;

    @Option(names = "--runs", paramLabel = "N", description = "Runs with different noise, averaged. Default: 4.")
    private @Nullable Integer runs;

    @Mixin
    private StepOptions steps = new StepOptions();

    public DetectAnomaliesCommand(Terminal terminal) {
        super(terminal, JobKind.IMAGE_DETECT_ANOMALIES);
    }

    @Override
    String label() {
        return Media.name(image);
    }

    @Override
    String suffix() {
        return "-anomalies";
    }

    @Override
    void fill(ObjectNode input, Media media) throws InterruptedException {
        input.put("image", media.reference(image));
        Results.putIfSet(input, "prompt", prompt);
        Results.putIfSet(input, "level", level);
        Results.putIfSet(input, "n", runs);
        steps.fill(input);
    }
}
