package io.darkroom.gateway.submit;

import io.darkroom.contracts.fleet.ModelInfo;
import io.darkroom.contracts.job.JobKind;
import io.darkroom.contracts.job.MediaRef;
import io.darkroom.contracts.job.Priority;
import io.darkroom.contracts.job.WebhookTarget;
import io.darkroom.gateway.submit.kind.KindEntry;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A valid body with its defaults resolved; its media are still where the client has them.
 *
 * @param media what the client wrote where media go, by field of the input; empty for kinds without
 * @param make makes the input once the media lie in the object store, and predicts its work
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
        Function<Map<String, MediaRef>, KindEntry.Made> make) {}
