package io.darkroom.cli.make;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.darkroom.cli.option.Size;
import io.darkroom.cli.terminal.Terminal;
import io.darkroom.contracts.job.JobKind;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Interpolation between two seeds at a fixed prompt. */
@Command(
        name = "interpolate",
        mixinStandardHelpOptions = true,
        description = "Interpolates between two images of one prompt.",
        footer = {"", "Example: ./darkroom interpolate \"a red apple\" --seed 7 --to-seed 8 --frames 24"})
public final class InterpolateCommand extends MakeCommand {
    @Parameters(paramLabel = "PROMPT", description = "What the image shows.")
    private String prompt = "";

    @Option(names = "--to-seed", paramLabel = "SEED", description = "Seed of the last frame. Default: random.")
    private @Nullable Long toSeed;

    @Option(names = "--size", paramLabel = "WxH", description = "In pixels, e.g. 128x128.")
    private @Nullable Size size;

    @Mixin
    private PromptOptions prompted = new PromptOptions();

    @Mixin
    private VideoOptions moving = new VideoOptions();

    @Mixin
    private StepOptions steps = new StepOptions();

    public InterpolateCommand(Terminal terminal) {
        super(terminal, JobKind.IMAGE_INTERPOLATE);
    }

    @Override
    String label() {
        return prompt;
    }

    @Override
    String suffix() {
        return "-walk";
    }

    @Override
    void fill(ObjectNode input, Media media) {
        input.put("prompt", prompt);
        Results.putIfSet(input, "to_seed", toSeed);
        ImageOptions.fillSize(input, size);
        prompted.fill(input);
        moving.fill(input, "frames", "stills");
        steps.fill(input);
    }
}
