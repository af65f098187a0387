package io.darkroom.gateway.outbound;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What came back.
 *
 * @param status as received; a redirect is a response like any other
 * @param contentType as claimed; null: not told
 * @param retryAfter the header as received; null: absent
 * @param body at most as many bytes as were asked for
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
