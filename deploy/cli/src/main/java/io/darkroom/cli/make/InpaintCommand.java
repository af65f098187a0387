package io.darkroom.cli.make;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.darkroom.cli.terminal.Terminal;
import io.darkroom.contracts.job.JobKind;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Repaints a part of an image. */
@Command(
        name = "inpaint",
        mixinStandardHelpOptions = true,
        description = "Repaints the part of an image that a mask marks.",
        footer = {"", "Example: ./darkroom inpaint apple.png \"a worm\" --mask mask.png"})
public final class InpaintCommand extends MakeCommand {
    @Parameters(
            index = "0",
            paramLabel = "IMAGE",
            description = "PNG, JPEG or WebP file; or job:ID/INDEX for a result.")
    private String image = "";

    @Parameters(index = "1", paramLabel = "PROMPT", description = "What the image shows.")
    private String prompt = "";

    @Option(
            names = "--mask",
            required = true,
            description = "PNG or WebP: white is repainted; with transparent pixels, those are.")
    private String mask = "";

    @Option(
            names = "--strength",
            paramLabel = "S",
            description = "How far to noise the image, above 0 to 1; 1 keeps nothing. Default: 1.")
    private @Nullable Double strength;

    @Mixin
    private SamplingOptions sampling = new SamplingOptions();

    public InpaintCommand(Terminal terminal) {
        super(terminal, JobKind.IMAGE_INPAINT);
    }

    @Override
    String label() {
        return Media.name(image);
    }

    @Override
    String suffix() {
        return "-inpainted";
    }

    @Override
    void fill(ObjectNode input, Media media) throws InterruptedException {
        input.put("image", media.reference(image));
        input.put("mask", media.reference(mask));
        input.put("prompt", prompt);
        Results.putIfSet(input, "strength", strength);
        sampling.fill(input);
    }
}
