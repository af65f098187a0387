package io.darkroom.cli.make;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.darkroom.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Text to image. What is not said is left to the model's defaults. */
@Command(
        name = "generate",
        mixinStandardHelpOptions = true,
        description = "Develops images from a prompt and saves them.",
        footer = {"", "Example: ./darkroom generate \"a red apple with a green leaf\" --seed 7 --n 4 --out ."})
public final class GenerateCommand extends MakeCommand {
    @Parameters(paramLabel = "PROMPT", description = "What the picture shows.")
    private String prompt = "";

    @Mixin
    private PromptOptions prompted = new PromptOptions();

    @Mixin
    private ImageOptions picture = new ImageOptions();

    @Mixin
    private StepOptions steps = new StepOptions();

    public GenerateCommand(Terminal terminal) {
        super(terminal, "image.generate", PICTURES);
    }

    @Override
    String label() {
        return prompt;
    }

    @Override
    void fill(ObjectNode input, Media media) {
        input.put("prompt", prompt);
        prompted.fill(input);
        picture.fill(input);
        steps.fill(input);
    }
}
