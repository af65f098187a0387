package io.darkroom.contracts.job;

/** A job that goes from noise to an image, step by step. */
public interface Denoising extends JobInput {

    /** Classifier-free guidance; 1 switches it off. */
    double guidanceScale();

    /** Name, one of the model's. */
    String scheduler();
}
