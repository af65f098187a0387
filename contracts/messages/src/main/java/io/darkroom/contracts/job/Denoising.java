package io.darkroom.contracts.job;

/** A job that goes from noise to a picture, step by step. */
public sealed interface Denoising extends JobInput permits Prompted, DetectAnomalies, SynthesizeDataset, PredictVideo {

    /** Classifier-free guidance; 1 switches it off. */
    double guidanceScale();

    /** Name, one of the model's. */
    String scheduler();
}
