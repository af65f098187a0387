package io.darkroom.gateway.http;

import jakarta.annotation.Priority;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Assigns each call a request id: the client's {@code X-Request-Id} if it is well-formed, a new one otherwise. */
public class RequestIds {
    public static final String REQUEST_ID = "X-Request-Id";
    public static final String JOB_ID = "X-Job-Id";
    private static final Pattern WELL_FORMED = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Exchange exchange;

    RequestIds(Exchange exchange) {
        this.exchange = exchange;
    }

    @ServerRequestFilter(preMatching = true, priority = 1)
    public void assign(ContainerRequestContext request) {
        String given = request.getHeaderString(REQUEST_ID);
        exchange.requestId(given != null && WELL_FORMED.matcher(given).matches() ? given : random());
    }

    @ServerResponseFilter
    @Priority(1)
    public void addHeaders(ContainerResponseContext response) {
        response.getHeaders().putSingle(REQUEST_ID, exchange.requestId());
        response.getHeaders().putSingle("X-Content-Type-Options", "nosniff");
        String jobId = exchange.jobId();
        if (jobId != null) {
            response.getHeaders().putSingle(JOB_ID, jobId);
        }
    }

    static String random() {
        byte[] bits = new byte[12];
        RANDOM.nextBytes(bits);
        return "req_" + HexFormat.of().formatHex(bits);
    }
}
