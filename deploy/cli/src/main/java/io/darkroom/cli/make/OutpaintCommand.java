package io.darkroom.cli.make;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.darkroom.cli.terminal.Terminal;
import io.darkroom.contracts.job.JobKind;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Extends an image past its borders. */
@Command(
        name = "outpaint",
        mixinStandardHelpOptions = true,
        description = "Extends an image past its borders; give at least one side.",
        footer = {"", "Example: ./darkroom outpaint apple.png \"an apple on a table\" --left 0.5 --right 0.5"})
public final class OutpaintCommand extends MakeCommand {
    @Parameters(
            index = "0",
            paramLabel = "IMAGE",
            description = "PNG, JPEG or WebP file; or job:ID/INDEX for a result.")
    private String image = "";

    @Parameters(index = "1", paramLabel = "PROMPT", description = "What the image shows.")
    private String prompt = "";

    @Option(names = "--left", paramLabel = "F", description = "How much to add, as a fraction of the width, up to 1.")
    private @Nullable Double left;

    @Option(names = "--top", paramLabel = "F", description = "As a fraction of the height.")
    private @Nullable Double top;

    @Option(names = "--right", paramLabel = "F", description = "As a fraction of the width.")
    private @Nullable Double right;

    @Option(names = "--bottom", paramLabel = "F", description = "As a fraction of the height.")
    private @Nullable Double bottom;

    @Mixin
    private SamplingOptions sampling = new SamplingOptions();

    public OutpaintCommand(Terminal terminal) {
        super(terminal, JobKind.IMAGE_OUTPAINT);
    }

    @Override
    String label() {
        return Media.name(image);
    }

    @Override
    String suffix() {
        return "-outpainted";
    }

    @Override
    void fill(ObjectNode input, Media media) throws InterruptedException {
        input.put("image", media.reference(image));
        Results.putIfSet(input, "left", left);
        Results.putIfSet(input, "top", top);
        Results.putIfSet(input, "right", right);
        Results.putIfSet(input, "bottom", bottom);
        input.put("prompt", prompt);
        sampling.fill(input);
    }
}
