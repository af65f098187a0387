package io.darkroom.contracts.outcome;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Why a job failed, stable for clients. {@link #retryable} says whether the same request may succeed later. */
public enum FailureCode {
    /** The input is not valid media of its type: malformed, truncated, or too large when decoded. */
    INVALID_INPUT(false),
    /** The input object no longer exists. */
    INPUT_MISSING(false),
    /** Moderation refused the prompt or the image. */
    CONTENT_REFUSED(false),
    /** No worker serves the model with the requested parameters. */
    MODEL_UNAVAILABLE(true),
    /** The model's files are damaged or do not fit its manifest. */
    MODEL_BROKEN(false),
    /** The device does not have enough memory for a single sample. */
    OUT_OF_MEMORY(true),
    /** The job exceeded the installation's time limit for its kind. */
    TIME_LIMIT_EXCEEDED(false),
    /** All attempts failed; the message contains the last cause. */
    ATTEMPTS_EXHAUSTED(true),
    /** A defect in Darkroom. */
    INTERNAL(true);

    private final boolean retryable;

    FailureCode(boolean retryable) {
        this.retryable = retryable;
    }

    public boolean retryable() {
        return retryable;
    }

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * An unknown code, written by a newer version, is read as {@link #INTERNAL}: every version must be able to read an
     * outcome.
     */
    @JsonCreator
    public static FailureCode decode(String wireName) {
        return find(wireName).orElse(INTERNAL);
    }

    public static Optional<FailureCode> find(String wireName) {
        return Arrays.stream(values())
                .filter(code -> code.wireName().equals(wireName))
                .findFirst();
    }
}
