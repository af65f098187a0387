package io.darkroom.gateway.http;

import io.darkroom.contracts.wire.Json;
import io.darkroom.platform.kafka.LogUnavailableException;
import io.darkroom.platform.redis.RedisUnavailableException;
import io.darkroom.platform.store.StoreUnavailableException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Maps exceptions to problem documents. Internal details are only logged, with the request id. */
public class ProblemMappers {
    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);

    private final Exchange exchange;

    ProblemMappers(Exchange exchange) {
        this.exchange = exchange;
    }

    @ServerExceptionMapper
    public Response problem(ProblemException refusal) {
        if (refusal.code().status() >= 500) {
            LOG.warnf(refusal.getCause(), "request %s failed: %s", exchange.requestId(), refusal.getMessage());
        }
        return render(refusal);
    }

    @ServerExceptionMapper
    public Response logUnavailable(LogUnavailableException e) {
        return problem(ProblemException.unavailable(
                ProblemCode.LOG_UNAVAILABLE,
                "The log did not acknowledge the request in time. It may still be carried out: retry it with"
                        + " the same Idempotency-Key, so that it is carried out only once.",
                Duration.ofSeconds(1),
                e));
    }

    @ServerExceptionMapper
    public Response viewUnavailable(RedisUnavailableException e) {
        return problem(ProblemException.unavailable(
                ProblemCode.VIEW_UNAVAILABLE,
                "The view of jobs is unavailable; no data is lost. Retry shortly.",
                Duration.ofSeconds(1),
                e));
    }

    @ServerExceptionMapper
    public Response storeUnavailable(StoreUnavailableException e) {
        return problem(ProblemException.unavailable(
                ProblemCode.STORE_UNAVAILABLE,
                "The object store is unavailable. Retry shortly.",
                Duration.ofSeconds(1),
                e));
    }

    @ServerExceptionMapper
    public Response framework(WebApplicationException e) {
        int status = e.getResponse().getStatus();
        ProblemCode code = switch (status) {
            case 401 -> ProblemCode.UNAUTHENTICATED;
            case 403 -> ProblemCode.FORBIDDEN;
            case 404 -> ProblemCode.NOT_FOUND;
            case 405 -> ProblemCode.METHOD_NOT_ALLOWED;
            case 406 -> ProblemCode.NOT_ACCEPTABLE;
            case 413 -> ProblemCode.BODY_TOO_LARGE;
            case 415 -> ProblemCode.UNSUPPORTED_MEDIA_TYPE;
            default -> status < 500 ? ProblemCode.BAD_REQUEST : ProblemCode.INTERNAL;
        };
        if (code == ProblemCode.NOT_FOUND) {
            return render(ProblemException.notFound());
        }
        return code == ProblemCode.INTERNAL ? unexpected(e) : render(ProblemException.of(code, code.title() + "."));
    }

    @ServerExceptionMapper
    public Response unexpected(Throwable e) {
        LOG.errorf(e, "request %s failed unexpectedly", exchange.requestId());
        return render(ProblemException.of(
                ProblemCode.INTERNAL,
                "The request failed because of a defect in the gateway. Its log contains"
                        + " details under this request id."));
    }

    private Response render(ProblemException refusal) {
        byte[] body = Json.encode(Problem.of(refusal, exchange.requestId()));
        Response.ResponseBuilder response = Response.status(refusal.code().status())
                .type(Problem.MEDIA_TYPE)
                .entity(body);
        Duration retryAfter = refusal.retryAfter();
        if (retryAfter != null) {
            response.header(HttpHeaders.RETRY_AFTER, Math.max(1, retryAfter.toSeconds()));
        }
        if (refusal.code() == ProblemCode.UNAUTHENTICATED) {
            response.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        }
        return response.build();
    }
}
