package io.darkroom.gateway.outbound;

import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A call without a response. The message may be shown to the tenant: it contains the host, but no resolved addresses.
 */
public final class OutboundException extends IOException {
    /** Why there is no response. */
    public enum Reason {
        /** The URL or its address is not allowed; the same URL may be allowed later only if its address changes. */
        REFUSED,
        /** The name does not resolve, the connection is refused, or the TLS handshake or exchange fails. */
        UNREACHABLE,
        /** The deadline passed. */
        TIMEOUT,
        /** The response body exceeds the limit. */
        TOO_LARGE;

        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Reason reason;

    public OutboundException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    static OutboundException refused(String message) {
        return new OutboundException(Reason.REFUSED, message, null);
    }

    public Reason reason() {
        return reason;
    }
}
