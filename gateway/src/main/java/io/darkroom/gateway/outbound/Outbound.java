package io.darkroom.gateway.outbound;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Map;

/** Calls a URL that a tenant named. Every call is checked anew; see the package for how. */
public interface Outbound {
    /**
     * A tenant's text as a URL.
     *
     * @throws OutboundException {@code refused} if it is none
     */
    static URI uri(String text) throws OutboundException {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw OutboundException.refused("the URL is not well-formed");
        }
    }

    /**
     * What can be said of a URL without calling anybody: its form, its scheme and port, a literal address.
     *
     * @throws OutboundException {@code refused}, with a message for the tenant
     */
    void check(URI uri) throws OutboundException;

    /**
     * GET.
     *
     * @param maxBytes a longer body is {@code too_large}; none of it is returned
     * @param deadline for everything from look-up to the last byte
     * @throws OutboundException no response; a response of any status is returned
     */
    OutboundResponse fetch(URI uri, int maxBytes, Duration deadline) throws OutboundException;

    /**
     * POST of JSON. Sent at most once to at most one address; the response's body is cut off, not refused, when it is
     * long, since only its beginning is shown to somebody.
     *
     * @throws OutboundException no response
     */
    OutboundResponse post(URI uri, Map<String, String> headers, byte[] body, Duration deadline)
            throws OutboundException;
}
