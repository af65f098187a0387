package io.darkroom.cli.make;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.darkroom.cli.terminal.Terminal;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prompts in boxes. */
@Command(
        name = "compose",
        mixinStandardHelpOptions = true,
        description = "Puts prompts into boxes of one picture.",
        footer = {
            "",
            "Example: ./darkroom compose \"a still life\" --box \"0,0,0.5,1=an apple\" --box \"0.5,0,0.5,1=a pear\""
        })
public final class ComposeCommand extends MakeCommand {
    @Parameters(paramLabel = "PROMPT", description = "What the whole picture shows.")
    private String prompt = "";

    @Option(
            names = "--box",
            paramLabel = "X,Y,W,H=PROMPT",
            required = true,
            description =
                    "A box in fractions of the picture, and what is in it; X,Y,W,H,WEIGHT to say how much it counts.")
    private List<Box> boxes = new ArrayList<>();

    @Mixin
    private PromptOptions prompted = new PromptOptions();

    @Mixin
    private ImageOptions picture = new ImageOptions();

    @Mixin
    private StepOptions steps = new StepOptions();

    public ComposeCommand(Terminal terminal) {
        super(terminal, "image.compose", PICTURES);
    }

    @Override
    String label() {
        return prompt;
    }

    @Override
    void fill(ObjectNode input, Media media) {
        input.put("prompt", prompt);
        ArrayNode regions = input.putArray("regions");
        boxes.forEach(box -> box.fill(regions.addObject()));
        prompted.fill(input);
        picture.fill(input);
        steps.fill(input);
    }
}
