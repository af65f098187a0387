package io.darkroom.contracts.job;

import com.fasterxml.jackson.annotation.JsonIgnore;

/** A job that goes from noise to an image, step by step. */
public interface Denoising extends JobInput {

    /** Classifier-free guidance; 1 switches it off. */
    double guidanceScale();

    /** Name, one of the model's. */
    String scheduler();

    /** How far what it starts from is noised, above 0 to 1; 1: it starts from noise alone, and all steps are done. */
    default double strength() {
        return 1;
    }

    /** How many samples are denoised, over all items. */
    @JsonIgnore
    default int samples() {
        return items();
    }
}
