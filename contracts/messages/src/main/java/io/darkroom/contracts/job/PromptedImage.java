package io.darkroom.contracts.job;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/** A job that results in {@link #n} still images of one size. */
public interface PromptedImage extends Prompted {

    Sampling sampling();

    @Override
    @JsonProperty
    default String prompt() {
        return sampling().prompt();
    }

    @Override
    @JsonProperty
    default @Nullable String negativePrompt() {
        return sampling().negativePrompt();
    }

    @Override
    @JsonProperty
    default @Nullable String style() {
        return sampling().style();
    }

    @JsonProperty
    default int n() {
        return sampling().n();
    }

    /** Pixels. */
    @JsonProperty
    default int width() {
        return sampling().width();
    }

    /** Pixels. */
    @JsonProperty
    default int height() {
        return sampling().height();
    }

    @Override
    @JsonProperty
    default int steps() {
        return sampling().steps();
    }

    @Override
    @JsonProperty
    default double guidanceScale() {
        return sampling().guidanceScale();
    }

    @Override
    @JsonProperty
    default String scheduler() {
        return sampling().scheduler();
    }

    @Override
    @JsonProperty
    default long seed() {
        return sampling().seed();
    }

    /** {@code png} or {@code webp}. */
    @JsonProperty
    default String outputFormat() {
        return sampling().outputFormat();
    }

    @Override
    default int items() {
        return n();
    }
}
