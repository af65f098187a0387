package io.darkroom.chaos.history;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A webhook as it reached a receiver.
 *
 * @param id {@code webhook-id}
 * @param intent that the address belongs to
 * @param answered the status that it was answered with; 0: none
 * @param sha256 of the body
 * @param jobId in the body; null: none
 * @param state in the body; null: none
 * @param signed whether its signature is valid
 */
public record Receipt(
        String id,
        String intent,
        Instant at,
        int answered,
        String sha256,
        String type,
        @Nullable String jobId,
        @Nullable String state,
        boolean signed) {
    public boolean acknowledged() {
        return answered / 100 == 2;
    }
}
