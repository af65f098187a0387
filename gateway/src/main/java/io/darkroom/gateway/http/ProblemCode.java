package io.darkroom.gateway.http;

import java.util.Locale;

/** Every refusal that the gateway knows. The name in lower case is the stable {@code code} of the problem document. */
public enum ProblemCode {
    UNAUTHENTICATED(401, "No valid API key"),
    FORBIDDEN(403, "The key's scopes do not allow this"),
    NOT_FOUND(404, "There is no such thing here"),
    METHOD_NOT_ALLOWED(405, "The resource does not answer this method"),
    NOT_ACCEPTABLE(406, "None of the accepted media types can be produced"),
    UNSUPPORTED_MEDIA_TYPE(415, "The body's media type is not understood here"),
    BODY_TOO_LARGE(413, "The body is larger than allowed"),
    MALFORMED_JSON(400, "The body is not strict JSON"),
    BAD_REQUEST(400, "The request cannot be understood"),
    VALIDATION_FAILED(422, "The request does not meet its contract"),
    UNSUPPORTED_MEDIA(422, "The media is not of a supported kind"),
    NOT_VERIFIABLE(409, "The job cannot be run again to compare"),
    NOT_REPLAYABLE(409, "The dead letter holds no job that can be run"),
    IDEMPOTENCY_KEY_REUSED(422, "The idempotency key was used for another request"),
    IDEMPOTENCY_IN_PROGRESS(503, "The first request with this idempotency key is still under way"),
    LOG_UNAVAILABLE(503, "The job log did not confirm in time"),
    STORE_UNAVAILABLE(503, "The object store did not answer"),
    VIEW_UNAVAILABLE(503, "The view of jobs is not available"),
    STARTING(503, "The gateway is still reading its keys"),
    TOO_MANY_STREAMS(503, "The gateway holds as many streams as it can"),
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
