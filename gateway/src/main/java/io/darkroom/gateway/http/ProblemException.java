package io.darkroom.gateway.http;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Fails a call with a problem document. */
public final class ProblemException extends RuntimeException {
    private final transient ProblemCode code;
    private final String detail;
    private final transient List<Violation> violations;
    private final @Nullable Duration retryAfter;

    private ProblemException(
            ProblemCode code,
            String detail,
            List<Violation> violations,
            @Nullable Duration retryAfter,
            @Nullable Throwable cause) {
        super(code.wireName() + ": " + detail, cause);
        this.code = code;
        this.detail = detail;
        this.violations = List.copyOf(violations);
        this.retryAfter = retryAfter;
    }

    public static ProblemException of(ProblemCode code, String detail) {
        return new ProblemException(code, detail, List.of(), null, null);
    }

    /** A dependency of the call is unavailable; the client may retry after {@code retryAfter}. */
    public static ProblemException unavailable(
            ProblemCode code, String detail, Duration retryAfter, @Nullable Throwable cause) {
        return new ProblemException(code, detail, List.of(), retryAfter, cause);
    }

    public static ProblemException invalid(List<Violation> violations) {
        String detail = violations.size() == 1
                ? "The request has 1 violation."
                : "The request has " + violations.size() + " violations; all of them are listed.";
        return new ProblemException(ProblemCode.VALIDATION_FAILED, detail, violations, null, null);
    }

    /** The same problem for unknown ids and for those of other tenants, so that callers cannot distinguish them. */
    public static ProblemException notFound() {
        return of(ProblemCode.NOT_FOUND, "The tenant has no resource with this id.");
    }

    public ProblemCode code() {
        return code;
    }

    public String detail() {
        return detail;
    }

    public List<Violation> violations() {
        return violations;
    }

    /** Null if retrying does not help. */
    public @Nullable Duration retryAfter() {
        return retryAfter;
    }
}
