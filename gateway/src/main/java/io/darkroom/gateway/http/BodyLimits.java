package io.darkroom.gateway.http;

import io.darkroom.contracts.wire.Json;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;

/**
 * Refuses a body that says it is too large before a byte of it is read. A body of unknown length is cut off where it is
 * read ({@link StrictJson#read}).
 */
public class BodyLimits {
    /** Bytes of one upload. */
    public static final int MAX_UPLOAD_BYTES = 64 * 1024 * 1024;

    /** Bytes of a submission: an ordinary JSON body, and two data URIs of 1 MiB in base 64. */
    public static final int MAX_SUBMISSION_BYTES = StrictJson.MAX_BYTES + 2 * 1_400_000;

    /** What a multipart body may add to the file itself. */
    private static final int MULTIPART_OVERHEAD = 64 * 1024;

    void install(@Observes Router router) {
        router.route().order(Integer.MIN_VALUE).handler(this::check);
    }

    private void check(RoutingContext call) {
        String declared = call.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        int limit = limitOf(call.request().path());
        if (declared == null || length(declared) <= limit) {
            call.next();
            return;
        }
        String requestId = RequestIds.fresh();
        ProblemException refusal =
                ProblemException.of(ProblemCode.BODY_TOO_LARGE, "The body may have at most " + limit + " bytes here.");
        call.response()
                .setStatusCode(refusal.code().status())
                .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                .putHeader(RequestIds.REQUEST_ID, requestId)
                .putHeader(HttpHeaders.CONNECTION, "close")
                .end(Buffer.buffer(Json.encode(Problem.of(refusal, requestId))));
    }

    private static int limitOf(String path) {
        return switch (path) {
            case "/v1/uploads", "/v1/uploads/" -> MAX_UPLOAD_BYTES + MULTIPART_OVERHEAD;
            case "/v1/jobs", "/v1/jobs/" -> MAX_SUBMISSION_BYTES;
            default -> StrictJson.MAX_BYTES;
        };
    }

    private static long length(String declared) {
        try {
            return Long.parseLong(declared.strip());
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }
}
