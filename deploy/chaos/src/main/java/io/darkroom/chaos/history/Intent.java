package io.darkroom.chaos.history;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a client wants, over however many calls. Its id travels in the job's metadata, so that a job is found again although
 * the answer that named it was lost.
 *
 * @param key its idempotency key; null: each call is a job of its own
 * @param want what the calls try
 * @param webhook where it wants to be called back; null: nowhere
 * @param expires whether the job may end {@code expired}
 */
public record Intent(
        String id,
        @Nullable String key,
        Want want,
        @Nullable String webhook,
        boolean expires,
        Instant at) {
    /** What a client is after. */
    public enum Want {
        /** A picture. */
        PICTURE,
        /** A picture that is canceled soon after. */
        CANCEL,
        /** To be refused: the body breaks the contract. */
        INVALID,
        /** A job that kills its workers. */
        POISON
    }
}
