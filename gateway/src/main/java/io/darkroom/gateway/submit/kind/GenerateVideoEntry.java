package io.darkroom.gateway.submit.kind;

import io.darkroom.contracts.fleet.ModelInfo;
import io.darkroom.contracts.job.GenerateVideo;
import java.util.Optional;
import java.util.stream.Collectors;

/** {@code video.generate}: a first frame from the prompt, then predicted frames. */
final class GenerateVideoEntry implements KindEntry<GenerateVideo> {
    /** The prompt is checked against the model that generates the first frame. */
    @Override
    public void check(Findings input) {
        Optional<ModelInfo> imageModel = input.models().imageModel(input.object());
        if (imageModel.isEmpty()) {
            String able =
                    input.models().imageModels().stream().map(ModelInfo::id).collect(Collectors.joining(", "));
            input.add(
                    "image_model",
                    "unknown_model",
                    able.isEmpty()
                            ? "no model that generates images is served yet"
                            : "available image models: " + able);
            return;
        }
        Findings first = input.against(imageModel.get());
        first.prompts();
        first.atMost("image_steps", imageModel.get().limits().maxSteps());
        first.oneOf("image_scheduler", imageModel.get().schedulers());
    }

    @Override
    public GenerateVideo input(Fields fields) {
        ModelInfo imageModel = fields.models().imageModel(fields.input()).orElseThrow();
        return new GenerateVideo(
                fields.prompt(),
                fields.negativePrompt(),
                fields.style(),
                imageModel.id(),
                fields.integer("image_steps", imageModel.defaults().steps()),
                fields.number("image_guidance_scale", imageModel.defaults().guidanceScale()),
                fields.text("image_scheduler", imageModel.schedulers().getFirst()),
                fields.integer("num_frames", VideoWindow.frames(fields.model()) + 1),
                fields.n(),
                fields.steps(),
                fields.guidanceScale(),
                fields.scheduler(),
                fields.seed(),
                fields.number("fps", VideoWindow.fps(fields.model())),
                fields.text("output_format", "mp4"),
                fields.flag("frames"));
    }

    /** Evaluations of the predicted frames; the first frame comes from the image model. */
    @Override
    public double evaluations(GenerateVideo input, ModelInfo model) {
        return Evaluations.of(input) * VideoWindow.blocks(model, input.numFrames() - 1);
    }

    @Override
    public double seconds(GenerateVideo input, Models models) {
        double predicting = models.model().stepSeconds() * evaluations(input, models.model());
        double imageStepSeconds =
                models.findImageModel(input.imageModel()).orElseThrow().stepSeconds();
        return predicting + imageStepSeconds * Evaluations.of(input.imageScheduler(), input.imageSteps()) * input.n();
    }
}
