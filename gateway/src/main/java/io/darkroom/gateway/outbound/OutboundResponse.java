package io.darkroom.gateway.outbound;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The response to an outbound call.
 *
 * @param status as received; a redirect is a response like any other
 * @param contentType as received; null: absent
 * @param retryAfter the header as received; null: absent
 * @param body the body, up to the requested limit
 */
public record OutboundResponse(
        int status, @Nullable String contentType, @Nullable String retryAfter, byte[] body) {
    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    public Optional<String> retryAfterHeader() {
        return Optional.ofNullable(retryAfter);
    }
}
