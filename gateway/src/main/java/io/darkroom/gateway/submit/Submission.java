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
 * A valid body with its defaults resolved, whose media are not stored yet.
 *
 * @param media references to media as submitted, by input field; empty for kinds without media
 * @param make creates the input with its predicted work, once the media are in the object store
 */
record Submission(
        JobKind kind,
        ModelInfo model,
        Options options,
        Map<String, String> media,
        Function<Map<String, MediaRef>, KindEntry.Made> make) {
    /**
     * What a client may set for a job of any kind.
     *
     * @param previews per item, 0 for none
     * @param expiresIn how long the job may wait for its start; null: as long as the installation allows
     * @param webhook null: only the tenant's endpoints are called
     */
    record Options(
            Priority priority,
            int previews,
            @Nullable Duration expiresIn,
            @Nullable WebhookTarget webhook,
            Map<String, String> metadata) {}
}
