package io.darkroom.cli.make;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.darkroom.cli.terminal.Terminal;
import io.darkroom.contracts.job.JobKind;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Super-resolution. */
@Command(
        name = "upscale",
        mixinStandardHelpOptions = true,
        description = "Enlarges an image.",
        footer = {"", "Example: ./darkroom upscale thumbnail.png --factor 4"})
public final class UpscaleCommand extends MakeCommand {
    @Parameters(paramLabel = "IMAGE", description = "PNG, JPEG or WebP file; or job:ID/INDEX for a result.")
    private String image = "";

    @Option(names = "--factor", paramLabel = "2|4", description = "Factor for each side. Default: the model's first.")
    private @Nullable Integer factor;

    @Option(names = "--format", paramLabel = "png|webp", description = "Default: png.")
    private @Nullable String format;

    public UpscaleCommand(Terminal terminal) {
        super(terminal, JobKind.IMAGE_UPSCALE);
    }

    @Override
    String label() {
        return Media.name(image);
    }

    @Override
    String suffix() {
        return "-upscaled";
    }

    @Override
    void fill(ObjectNode input, Media media) throws InterruptedException {
        input.put("image", media.reference(image));
        Results.putIfSet(input, "factor", factor);
        Results.putIfSet(input, "output_format", format);
    }
}
