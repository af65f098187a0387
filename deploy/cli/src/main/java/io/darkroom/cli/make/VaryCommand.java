package io.darkroom.cli.make;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.darkroom.cli.terminal.Terminal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Variations of a picture. */
@Command(
        name = "vary",
        mixinStandardHelpOptions = true,
        description = "Makes variations of a picture.",
        footer = {"", "Example: ./darkroom vary apple.png --n 4 --strength 0.5"})
public final class VaryCommand extends MakeCommand {
    @Parameters(paramLabel = "IMAGE", description = "PNG, JPEG or WebP file; or job:ID/INDEX for a result.")
    private String image = "";

    @Option(names = "--prompt", paramLabel = "TEXT", description = "What the picture shows. Default: nothing is said.")
    private @Nullable String prompt;

    @Option(
            names = "--strength",
            paramLabel = "S",
            description = "How far to noise the picture, above 0 to 1; 1 keeps nothing. Default: 0.6.")
    private @Nullable Double strength;

    @Mixin
    private PromptOptions prompted = new PromptOptions();

    @Mixin
    private ImageOptions picture = new ImageOptions();

    @Mixin
    private StepOptions steps = new StepOptions();

    public VaryCommand(Terminal terminal) {
        super(terminal, "image.vary", PICTURES);
    }

    @Override
    String label() {
        return Media.name(image);
    }

    @Override
    String suffix() {
        return "-varied";
    }

    @Override
    void fill(ObjectNode input, Media media) throws InterruptedException {
        input.put("image", media.reference(image));
        Results.putIfSet(input, "prompt", prompt);
        Results.putIfSet(input, "strength", strength);
        prompted.fill(input);
        picture.fill(input);
        steps.fill(input);
    }
}
