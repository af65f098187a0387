package io.darkroom.gateway.outbound;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Map;

/** Calls URLs given by tenants. Every call is checked again, as described in the package documentation. */
public interface Outbound {
    /**
     * Parses a URL given by a tenant.
     *
     * @throws OutboundException {@code refused} if it is malformed
     */
    static URI uri(String text) throws OutboundException {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw OutboundException.refused("the URL is not well-formed");
        }
    }

    /**
     * Checks a URL without resolving or calling it: its form, scheme, port and literal address.
     *
     * @throws OutboundException {@code refused}, with a message for the tenant
     */
    void check(URI uri) throws OutboundException;

    /**
     * Sends a GET request.
     *
     * @param maxBytes maximum body size; a longer body fails with {@code too_large}
     * @param deadline for the whole call, from name resolution to the last byte
     * @throws OutboundException if there is no response; a response of any status is returned
     */
    OutboundResponse fetch(URI uri, int maxBytes, Duration deadline) throws OutboundException;

    /**
     * Sends a POST request with a JSON body, at most once, to at most one address. A long response body is truncated,
     * since only its beginning is logged.
     *
     * @throws OutboundException if there is no response
     */
    OutboundResponse post(URI uri, Map<String, String> headers, byte[] body, Duration deadline)
            throws OutboundException;
}
