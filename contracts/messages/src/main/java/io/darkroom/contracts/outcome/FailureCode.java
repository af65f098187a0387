package io.darkroom.contracts.outcome;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Why a job failed, stable for clients. {@link #retryable} says whether the same request may succeed later. */
public enum FailureCode {
    /** The input could not be read as what it claims to be: hostile, truncated, too large when decoded. */
    INVALID_INPUT(false),
    /** The input object is gone. */
    INPUT_MISSING(false),
    /** The prompt or the picture was refused by moderation. */
    CONTENT_REFUSED(false),
    /** No worker serves the model with the asked-for parameters. */
    MODEL_UNAVAILABLE(true),
    /** The model's files are damaged or do not fit its manifest. */
    MODEL_BROKEN(false),
    /** The device had no memory for even one sample. */
    OUT_OF_MEMORY(true),
    /** It ran for longer than the installation lets jobs of its kind. */
    TIME_LIMIT_EXCEEDED(false),
    /** Every attempt was spent, the last cause is in the message. */
    ATTEMPTS_EXHAUSTED(true),
    /** A defect of Darkroom's. */
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

    /** A code of a newer version counts as {@link #INTERNAL}: a job's end must be understood by whoever reads it. */
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
