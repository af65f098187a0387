package io.darkroom.cli.make;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.darkroom.cli.terminal.Terminal;
import io.darkroom.contracts.job.JobKind;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Variations of an image. */
@Command(
        name = "vary",
        mixinStandardHelpOptions = true,
        description = "Makes variations of an image.",
        footer = {"", "Example: ./darkroom vary apple.png --n 4 --strength 0.5"})
public final class VaryCommand extends MakeCommand {
    @Parameters(paramLabel = "IMAGE", description = "PNG, JPEG or WebP file; or job:ID/INDEX for a result.")
    private String image = "";

    @Option(names = "--prompt", paramLabel = "TEXT", description = "What the image shows. Default: no prompt.")
    private @Nullable String prompt;

    @Option(
            names = "--strength",
            paramLabel = "S",
            description = "How far to noise the image, above 0 to 1; 1 keeps nothing. Default: 0.6.")
    private @Nullable Double strength;

    @Mixin
    private SamplingOptions sampling = new SamplingOptions();

    public VaryCommand(Terminal terminal) {
        super(terminal, JobKind.IMAGE_VARY);
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
        sampling.fill(input);
    }
}
