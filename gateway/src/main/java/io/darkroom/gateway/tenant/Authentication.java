package io.darkroom.gateway.tenant;

import io.darkroom.gateway.http.ProblemCode;
import io.darkroom.gateway.http.ProblemException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/**
 * Requires an API key for all paths under {@code /v1}. The key is only accepted in the {@code Authorization} header.
 */
public class Authentication {
    private static final Pattern BEARER = Pattern.compile("[Bb]earer +(\\S+)");

    private final ApiKeys keys;
    private final KafkaApiKeys topic;
    private final CurrentCaller current;

    Authentication(ApiKeys keys, KafkaApiKeys topic, CurrentCaller current) {
        this.keys = keys;
        this.topic = topic;
        this.current = current;
    }

    @ServerRequestFilter(preMatching = true, priority = 2)
    public void authenticate(ContainerRequestContext request) {
        String path = request.getUriInfo().getPath();
        if (path.equals("/v1") || path.startsWith("/v1/")) {
            current.set(caller(request.getHeaderString(HttpHeaders.AUTHORIZATION)));
        }
    }

    private Caller caller(@Nullable String authorization) {
        Matcher bearer = BEARER.matcher(authorization == null ? "" : authorization);
        if (!bearer.matches()) {
            throw ProblemException.of(ProblemCode.UNAUTHENTICATED, "Send an API key: Authorization: Bearer dk_….");
        }
        return keys.find(bearer.group(1)).orElseThrow(this::refusal);
    }

    private ProblemException refusal() {
        if (!topic.caughtUp()) {
            return ProblemException.unavailable(
                    ProblemCode.STARTING,
                    "The gateway has just started and is still reading API keys.",
                    Duration.ofSeconds(1),
                    null);
        }
        return ProblemException.of(ProblemCode.UNAUTHENTICATED, "The API key is unknown or revoked; use a valid key.");
    }
}
