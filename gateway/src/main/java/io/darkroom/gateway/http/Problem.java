package io.darkroom.gateway.http;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A problem document (RFC 9457).
 *
 * @param type always {@code about:blank}; {@code code} identifies the problem
 * @param title the same for every problem of this code
 * @param status the HTTP status
 * @param code stable name of the problem, see {@link ProblemCode}
 * @param detail what failed, on what, why, and what to do; never reveals data of another tenant
 * @param violations all violations, for {@code validation_failed}; absent otherwise
 * @param requestId the value of {@code X-Request-Id}
 */
public record Problem(
        String type,
        String title,
        int status,
        String code,
        String detail,
        @Nullable List<Violation> violations,
        String requestId) {
    public static final String MEDIA_TYPE = "application/problem+json";

    public static Problem of(ProblemException refusal, String requestId) {
        ProblemCode code = refusal.code();
        List<Violation> violations = refusal.violations().isEmpty() ? null : refusal.violations();
        return new Problem(
                "about:blank", code.title(), code.status(), code.wireName(), refusal.detail(), violations, requestId);
    }
}
