package io.darkroom.contracts.job;

import com.fasterxml.jackson.annotation.JsonIgnore;

/** A job that denoises samples step by step. */
public interface Denoising extends JobInput {

    /** Classifier-free guidance; 1 switches it off. */
    double guidanceScale();

    /** Name of one of the model's schedulers. */
    String scheduler();

    /**
     * How much noise is added to the start image, above 0 to 1; 1: denoising starts from pure noise and runs all steps.
     */
    default double strength() {
        return 1;
    }

    /** Number of samples that are denoised, over all items. */
    @JsonIgnore
    default int samples() {
        return items();
    }
}
