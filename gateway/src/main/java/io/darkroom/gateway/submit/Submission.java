package io.darkroom.gateway.submit;

import io.darkroom.contracts.fleet.ModelInfo;
import io.darkroom.contracts.job.JobInput;
import io.darkroom.contracts.job.JobKind;
import io.darkroom.contracts.job.MediaRef;
import io.darkroom.contracts.job.PredictVideo;
import io.darkroom.contracts.job.Priority;
import io.darkroom.contracts.job.WebhookTarget;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A valid body with its defaults resolved; its media are still where the client has them.
 *
 * @param media what the client wrote where media go, by JSON pointer; empty for kinds without
 * @param input makes the input once the media lie in the object store
 */
record Submission(
        JobKind kind,
        ModelInfo model,
        Priority priority,
        int previews,
        @Nullable Duration expiresIn,
        @Nullable WebhookTarget webhook,
        Map<String, String> metadata,
        Map<String, String> media,
        Function<Map<String, MediaRef>, JobInput> input) {

    /** Device seconds that the job will take: steps × items × blocks of frames, at the model's measured pace. */
    static double workSeconds(ModelInfo model, JobInput input) {
        double blocks = 1;
        if (input instanceof PredictVideo video) {
            ModelInfo.Video window = model.video();
            blocks = window == null ? 1 : Math.ceilDiv(video.numFrames(), Math.max(1, window.futureFrames()));
        }
        return model.stepSeconds() * input.steps() * input.items() * blocks;
    }
}
