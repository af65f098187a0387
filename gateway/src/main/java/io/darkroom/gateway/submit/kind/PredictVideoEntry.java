package io.darkroom.gateway.submit.kind;

import io.darkroom.contracts.fleet.ModelInfo;
import io.darkroom.contracts.job.PredictVideo;

/** {@code video.predict}: future frames of a clip. */
final class PredictVideoEntry implements KindEntry<PredictVideo> {
    @Override
    public PredictVideo input(Fields fields) {
        return new PredictVideo(
                fields.medium("clip"),
                fields.mediumOrNull("truth"),
                fields.integer("num_frames", VideoWindow.frames(fields.model())),
                fields.n(),
                fields.steps(),
                fields.guidanceScale(),
                fields.scheduler(),
                fields.seed(),
                fields.number("fps", VideoWindow.fps(fields.model())),
                fields.text("output_format", "mp4"),
                fields.flag("include_context"),
                fields.flag("frames"));
    }

    @Override
    public double evaluations(PredictVideo input, ModelInfo model) {
        return Evaluations.of(input) * VideoWindow.blocks(model, input.numFrames());
    }
}
