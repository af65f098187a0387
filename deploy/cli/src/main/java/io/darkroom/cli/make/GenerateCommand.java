package io.darkroom.cli.make;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.darkroom.cli.terminal.Terminal;
import io.darkroom.contracts.job.JobKind;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Text to image. What is not given is left to the model's defaults. */
@Command(
        name = "generate",
        mixinStandardHelpOptions = true,
        description = "Generates images from a prompt and saves them.",
        footer = {"", "Example: ./darkroom generate \"a red apple with a green leaf\" --seed 7 --n 4 --out ."})
public final class GenerateCommand extends MakeCommand {
    @Parameters(paramLabel = "PROMPT", description = "What the image shows.")
    private String prompt = "";

    @Mixin
    private SamplingOptions sampling = new SamplingOptions();

    public GenerateCommand(Terminal terminal) {
        super(terminal, JobKind.IMAGE_GENERATE);
    }

    @Override
    String label() {
        return prompt;
    }

    @Override
    void fill(ObjectNode input, Media media) {
        input.put("prompt", prompt);
        sampling.fill(input);
    }
}
