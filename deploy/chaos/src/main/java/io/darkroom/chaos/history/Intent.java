package io.darkroom.chaos.history;

import com.fasterxml.jackson.annotation.JsonAlias;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One job that a client intends, over any number of calls. Its id travels in the job's metadata, so that a job is found again although
 * the answer that named it was lost.
 *
 * @param key its idempotency key; null: each call is a job of its own
 * @param want what the calls attempt
 * @param webhook URL of its webhook; null: none
 * @param expires whether the job may end {@code expired}
 */
public record Intent(
        String id,
        @Nullable String key,
        Want want,
        @Nullable String webhook,
        boolean expires,
        Instant at) {
    /** What a client intends. */
    public enum Want {
        /** An image. */
        @JsonAlias("PICTURE")
        IMAGE,
        /** An image that is canceled soon after. */
        CANCEL,
        /** To be refused: the body breaks the contract. */
        INVALID,
        /** A job that kills its workers. */
        POISON
    }
}
