package io.darkroom.gateway.http;

import java.util.Locale;

/** All problems that the gateway reports. The lower-case name is the stable {@code code} of the problem document. */
public enum ProblemCode {
    UNAUTHENTICATED(401, "No valid API key"),
    FORBIDDEN(403, "The key's scopes do not allow this"),
    NOT_FOUND(404, "Not found"),
    METHOD_NOT_ALLOWED(405, "The resource does not support this method"),
    NOT_ACCEPTABLE(406, "None of the accepted media types can be produced"),
    UNSUPPORTED_MEDIA_TYPE(415, "The body's media type is not supported"),
    BODY_TOO_LARGE(413, "The body is larger than allowed"),
    MALFORMED_JSON(400, "The body is not strict JSON"),
    BAD_REQUEST(400, "The request is malformed"),
    VALIDATION_FAILED(422, "The request does not meet its contract"),
    UNSUPPORTED_MEDIA(422, "The media type is not supported"),
    NOT_VERIFIABLE(409, "The job cannot be verified"),
    NOT_REPLAYABLE(409, "The dead letter cannot be replayed"),
    IDEMPOTENCY_KEY_REUSED(422, "The idempotency key was used for another request"),
    IDEMPOTENCY_IN_PROGRESS(503, "The first request with this idempotency key is still in progress"),
    LOG_UNAVAILABLE(503, "The job log did not acknowledge in time"),
    STORE_UNAVAILABLE(503, "The object store did not answer"),
    VIEW_UNAVAILABLE(503, "The view of jobs is not available"),
    STARTING(503, "The gateway is starting"),
    TOO_MANY_STREAMS(503, "The gateway has reached its limit of open streams"),
    INTERNAL(500, "A defect in the gateway");

    private final int status;
    private final String title;

    ProblemCode(int status, String title) {
        this.status = status;
        this.title = title;
    }

    public int status() {
        return status;
    }

    public String title() {
        return title;
    }

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
