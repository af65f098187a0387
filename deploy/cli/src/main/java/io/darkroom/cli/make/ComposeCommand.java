package io.darkroom.cli.make;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.darkroom.cli.terminal.Terminal;
import io.darkroom.contracts.job.JobKind;
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
        description = "Composes an image from prompts in boxes.",
        footer = {
            "",
            "Example: ./darkroom compose \"a still life\" --box \"0,0,0.5,1=an apple\" --box \"0.5,0,0.5,1=a pear\""
        })
public final class ComposeCommand extends MakeCommand {
    @Parameters(paramLabel = "PROMPT", description = "What the whole image shows.")
    private String prompt = "";

    @Option(
            names = "--box",
            paramLabel = "X,Y,W,H=PROMPT",
            required = true,
            description = "A box in fractions of the image, and its prompt; X,Y,W,H,WEIGHT sets its weight.")
    private List<Box> boxes = new ArrayList<>();

    @Mixin
    private SamplingOptions sampling = new SamplingOptions();

    public ComposeCommand(Terminal terminal) {
        super(terminal, JobKind.IMAGE_COMPOSE);
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
        sampling.fill(input);
    }
}
