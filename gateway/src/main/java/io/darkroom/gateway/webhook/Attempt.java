package io.darkroom.gateway.webhook;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A try of a delivery, as shown to the tenant.
 *
 * @param status status of the response; null: none
 * @param error why there was no response, or its status; null: delivered
 * @param tookMs milliseconds from name resolution to the end of the response
 * @param answer beginning of the response body; null: none or empty
 */
public record Attempt(
        Instant at,
        int attempt,
        @Nullable Integer status,
        @Nullable String error,
        long tookMs,
        @Nullable String answer) {}
