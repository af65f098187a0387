package io.darkroom.gateway.webhook;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One try, as the tenant may see it.
 *
 * @param status of the answer; null: there was none
 * @param error why there was no answer, or what its status means; null: delivered
 * @param tookMs from look-up to the end of the answer
 * @param answer the beginning of the answer; null: none or empty
 */
public record Attempt(
        Instant at,
        int attempt,
        @Nullable Integer status,
        @Nullable String error,
        long tookMs,
        @Nullable String answer) {}
