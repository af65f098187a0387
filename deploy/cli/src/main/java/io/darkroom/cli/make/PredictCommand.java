package io.darkroom.cli.make;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.darkroom.cli.terminal.Terminal;
import io.darkroom.contracts.job.JobKind;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Future frames of a clip. What is not given is left to the model's defaults. */
@Command(
        name = "predict",
        mixinStandardHelpOptions = true,
        description = "Predicts how a clip continues and saves the video.",
        footer = {"", "Example: ./darkroom predict clip.mp4 --frames 8 --n 2 --context"})
public final class PredictCommand extends MakeCommand {
    @Parameters(paramLabel = "CLIP", description = "MP4, WebP or GIF file; or job:ID/INDEX for a result.")
    private String clip = "";

    @Option(names = "--n", paramLabel = "K", description = "Number of different futures.")
    private @Nullable Integer n;

    @Option(
            names = "--truth",
            paramLabel = "CLIP",
            description = "The real continuation: measures PSNR and SSIM against it.")
    private @Nullable String truth;

    @Option(names = "--context", description = "Starts the video with the given frames.")
    private boolean context;

    @Mixin
    private VideoOptions moving = new VideoOptions();

    @Mixin
    private StepOptions steps = new StepOptions();

    public PredictCommand(Terminal terminal) {
        super(terminal, JobKind.VIDEO_PREDICT);
    }

    @Override
    String label() {
        return Media.name(clip);
    }

    @Override
    String suffix() {
        return "-future";
    }

    @Override
    void fill(ObjectNode input, Media media) throws InterruptedException {
        input.put("clip", media.reference(clip));
        if (truth != null) {
            input.put("truth", media.reference(truth));
        }
        Results.putIfSet(input, "n", n);
        Results.putIfTrue(input, "include_context", context);
        moving.fill(input, "num_frames", "frames");
        steps.fill(input);
    }
}
