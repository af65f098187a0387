package io.darkroom.contracts.outcome;

/**
 * The failure of a job, as reported to the client.
 *
 * @param message what failed, on what, why, and what to do; no secrets, no stack traces
 */
public record Failure(FailureCode code, String message, boolean retryable) {
    public static Failure of(FailureCode code, String message) {
        return new Failure(code, message, code.retryable());
    }
}
