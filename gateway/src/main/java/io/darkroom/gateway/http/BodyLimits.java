package io.darkroom.gateway.http;

import io.darkroom.contracts.wire.Json;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;

/**
 * Rejects requests whose Content-Length is too large before the body is read. Bodies of unknown length are limited
 * while they are read ({@link StrictJson#read}).
 */
public class BodyLimits {
    /** Maximum bytes of one upload. */
    public static final int MAX_UPLOAD_BYTES = 64 * 1024 * 1024;

    /** Maximum bytes of a submission: an ordinary JSON body plus two data URIs of 1 MiB, base64 encoded. */
    public static final int MAX_SUBMISSION_BYTES = StrictJson.MAX_BYTES + 2 * 1_400_000;

    /** Bytes that a multipart body may have in addition to the file. */
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
        String requestId = RequestIds.random();
        ProblemException refusal = ProblemException.of(
                ProblemCode.BODY_TOO_LARGE, "The body of this request may have at most " + limit + " bytes.");
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
