package io.darkroom.gateway.submit;

import io.darkroom.contracts.fleet.ModelInfo;
import io.darkroom.contracts.job.JobInput;
import io.darkroom.contracts.job.JobKind;
import io.darkroom.contracts.job.MediaRef;
import io.darkroom.contracts.job.Priority;
import io.darkroom.contracts.job.WebhookTarget;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * A valid body with its defaults resolved; its media are still where the client has them.
 *
 * @param media what the client wrote where media go, by field of the input; empty for kinds without
 * @param input makes the input once the media lie in the object store
 * @param work predicts its device seconds
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
        Function<Map<String, MediaRef>, JobInput> input,
        ToDoubleFunction<JobInput> work) {}
