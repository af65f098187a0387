package io.darkroom.gateway.submit;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One of an SDK's tries of the same call.
 *
 * @param retry 0 for the first one
 */
record SdkTry(int retry) {
    /** Sent by every SDK that Stainless generates, with every try. */
    static final String HEADER = "X-Stainless-Retry-Count";

    /** Empty for clients that do not count; what is no count is passed over. */
    static Optional<SdkTry> parse(@Nullable String header) {
        return header != null && header.matches("[0-9]{1,2}")
                ? Optional.of(new SdkTry(Integer.parseInt(header)))
                : Optional.empty();
    }
}
