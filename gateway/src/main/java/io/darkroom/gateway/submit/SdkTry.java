package io.darkroom.gateway.submit;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The retry count of an SDK's call.
 *
 * @param retry 0 for the first call
 */
record SdkTry(int retry) {
    /** Sent with every call by SDKs that Stainless generates. */
    static final String HEADER = "X-Stainless-Retry-Count";

    /** Empty if the header is absent or malformed. */
    static Optional<SdkTry> parse(@Nullable String header) {
        return header != null && header.matches("[0-9]{1,2}")
                ? Optional.of(new SdkTry(Integer.parseInt(header)))
                : Optional.empty();
    }
}
