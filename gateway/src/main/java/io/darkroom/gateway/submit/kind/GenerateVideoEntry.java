package io.darkroom.gateway.submit.kind;

import io.darkroom.contracts.fleet.ModelInfo;
import io.darkroom.contracts.job.GenerateVideo;
import java.util.Optional;
import java.util.stream.Collectors;

/** {@code video.generate}: a first image from the prompt, then its predicted future. */
final class GenerateVideoEntry implements KindEntry<GenerateVideo> {
    /** The model that draws the first frame is the one that reads the prompt. */
    @Override
    public void check(Findings input) {
        Optional<ModelInfo> drawing = input.models().imageModel(input.object());
        if (drawing.isEmpty()) {
            String able = input.models().drawing().stream().map(ModelInfo::id).collect(Collectors.joining(", "));
            input.add(
                    "image_model",
                    "unknown_model",
                    able.isEmpty() ? "no model that draws pictures is served yet" : "these draw pictures: " + able);
            return;
        }
        Findings first = input.against(drawing.get());
        first.prompts();
        first.atMost("image_steps", drawing.get().limits().maxSteps());
        first.oneOf("image_scheduler", drawing.get().schedulers());
    }

    @Override
    public GenerateVideo input(Fields fields) {
        ModelInfo drawing = fields.models().imageModel(fields.input()).orElseThrow();
        return new GenerateVideo(
                fields.prompt(),
                fields.negativePrompt(),
                fields.style(),
                drawing.id(),
                fields.integer("image_steps", drawing.defaults().steps()),
                fields.number("image_guidance_scale", drawing.defaults().guidanceScale()),
                fields.text("image_scheduler", drawing.schedulers().getFirst()),
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

    /** Of the predicted frames: the first one is drawn. */
    @Override
    public double evaluations(GenerateVideo input, ModelInfo model) {
        return Evaluations.of(input) * VideoWindow.blocks(model, input.numFrames() - 1);
    }

    @Override
    public double seconds(GenerateVideo input, Models models) {
        double predicting = models.model().stepSeconds() * evaluations(input, models.model());
        double drawing = models.drawing(input.imageModel()).orElseThrow().stepSeconds();
        return predicting + drawing * Evaluations.of(input.imageScheduler(), input.imageSteps()) * input.n();
    }
}
