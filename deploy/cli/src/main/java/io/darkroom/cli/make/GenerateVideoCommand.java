package io.darkroom.cli.make;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.darkroom.cli.terminal.Terminal;
import io.darkroom.contracts.job.JobKind;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Text to video. */
@Command(
        name = "film",
        mixinStandardHelpOptions = true,
        description = "Generates an image from a prompt and predicts how it moves.",
        footer = {"", "Example: ./darkroom film \"a red balloon\" --frames 16 --seed 7"})
public final class GenerateVideoCommand extends MakeCommand {
    @Parameters(paramLabel = "PROMPT", description = "What the video shows.")
    private String prompt = "";

    @Option(names = "--n", paramLabel = "K", description = "Number of videos.")
    private @Nullable Integer n;

    @Option(
            names = "--image-model",
            paramLabel = "ID",
            description = "Model of the first frame. Default: the first that can generate it.")
    private @Nullable String imageModel;

    @Option(names = "--image-steps", paramLabel = "N", description = "Denoising steps of the first frame.")
    private @Nullable Integer imageSteps;

    @Option(names = "--image-guidance", paramLabel = "SCALE", description = "Guidance of the first frame.")
    private @Nullable Double imageGuidance;

    @Mixin
    private PromptOptions prompted = new PromptOptions();

    @Mixin
    private VideoOptions moving = new VideoOptions();

    @Mixin
    private StepOptions steps = new StepOptions();

    public GenerateVideoCommand(Terminal terminal) {
        super(terminal, JobKind.VIDEO_GENERATE);
    }

    @Override
    String label() {
        return prompt;
    }

    @Override
    void fill(ObjectNode input, Media media) {
        input.put("prompt", prompt);
        prompted.fill(input);
        Results.putIfSet(input, "image_model", imageModel);
        Results.putIfSet(input, "image_steps", imageSteps);
        Results.putIfSet(input, "image_guidance_scale", imageGuidance);
        Results.putIfSet(input, "n", n);
        moving.fill(input, "num_frames", "frames");
        steps.fill(input);
    }
}
