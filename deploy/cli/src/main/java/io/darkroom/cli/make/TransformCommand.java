package io.darkroom.cli.make;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.darkroom.cli.terminal.Terminal;
import io.darkroom.contracts.job.JobKind;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Image to image. */
@Command(
        name = "transform",
        mixinStandardHelpOptions = true,
        description = "Transforms an image under a prompt.",
        footer = {"", "Example: ./darkroom transform apple.png \"a golden apple\" --strength 0.6"})
public final class TransformCommand extends MakeCommand {
    @Parameters(
            index = "0",
            paramLabel = "IMAGE",
            description = "PNG, JPEG or WebP file; or job:ID/INDEX for a result.")
    private String image = "";

    @Parameters(index = "1", paramLabel = "PROMPT", description = "What the image shows.")
    private String prompt = "";

    @Option(
            names = "--strength",
            paramLabel = "S",
            description = "How far to noise the image, above 0 to 1; 1 keeps nothing. Default: 0.7.")
    private @Nullable Double strength;

    @Mixin
    private SamplingOptions sampling = new SamplingOptions();

    public TransformCommand(Terminal terminal) {
        super(terminal, JobKind.IMAGE_TRANSFORM);
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
        sampling.fill(input);
    }
}
