package io.darkroom.cli.make;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.darkroom.cli.terminal.Terminal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Image to image. */
@Command(
        name = "transform",
        mixinStandardHelpOptions = true,
        description = "Develops a picture further under a prompt.",
        footer = {"", "Example: ./darkroom transform apple.png \"a golden apple\" --strength 0.6"})
public final class TransformCommand extends MakeCommand {
    @Parameters(
            index = "0",
            paramLabel = "IMAGE",
            description = "PNG, JPEG or WebP file; or job:ID/INDEX for a result.")
    private String image = "";

    @Parameters(index = "1", paramLabel = "PROMPT", description = "What the picture shows.")
    private String prompt = "";

    @Option(
            names = "--strength",
            paramLabel = "S",
            description = "How far to noise the picture, above 0 to 1; 1 keeps nothing. Default: 0.7.")
    private @Nullable Double strength;

    @Mixin
    private PromptOptions prompted = new PromptOptions();

    @Mixin
    private ImageOptions picture = new ImageOptions();

    @Mixin
    private StepOptions steps = new StepOptions();

    public TransformCommand(Terminal terminal) {
        super(terminal, "image.transform", PICTURES);
    }

    @Override
    String label() {
        return Media.name(image);
    }

    @Override
    String suffix() {
        return "-transformed";
    }

    @Override
    void fill(ObjectNode input, Media media) throws InterruptedException {
        input.put("image", media.reference(image));
        input.put("prompt", prompt);
        Results.putIfSet(input, "strength", strength);
        prompted.fill(input);
        picture.fill(input);
        steps.fill(input);
    }
}
