package io.darkroom.cli.make;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.darkroom.cli.terminal.Terminal;
import io.darkroom.contracts.job.JobKind;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Removes noise from an image. */
@Command(
        name = "denoise",
        mixinStandardHelpOptions = true,
        description = "Removes the noise from an image.",
        footer = {"", "Example: ./darkroom denoise night.png --sigma 25"})
public final class DenoiseCommand extends MakeCommand {
    @Parameters(paramLabel = "IMAGE", description = "PNG, JPEG or WebP file; or job:ID/INDEX for a result.")
    private String image = "";

    @Option(
            names = "--sigma",
            paramLabel = "S",
            description = "Standard deviation of the noise, 0 to 255. Default: estimated.")
    private @Nullable Double sigma;

    @Option(names = "--format", paramLabel = "png|webp", description = "Default: png.")
    private @Nullable String format;

    public DenoiseCommand(Terminal terminal) {
        super(terminal, JobKind.IMAGE_DENOISE);
    }

    @Override
    String label() {
        return Media.name(image);
    }

    @Override
    String suffix() {
        return "-denoised";
    }

    @Override
    void fill(ObjectNode input, Media media) throws InterruptedException {
        input.put("image", media.reference(image));
        Results.putIfSet(input, "sigma", sigma);
        Results.putIfSet(input, "output_format", format);
    }
}
