package io.darkroom.gateway.submit.kind;

import io.darkroom.contracts.job.Denoising;
import io.darkroom.contracts.job.JobInput;

/** The number of network evaluations of a job. */
final class Evaluations {
    private Evaluations() {}

    /**
     * Evaluations over all samples. If a sample is only partly noised, that fraction of the steps is run, at least one.
     */
    static double of(JobInput input) {
        return input instanceof Denoising job
                ? Math.max(1, Math.ceil(of(job.scheduler(), job.steps()) * job.strength())) * job.samples()
                : (double) input.steps() * input.items();
    }

    /**
     * PNDM corrects its first step with one more evaluation, unless it is the only step; all other schedulers take one
     * evaluation per step.
     */
    static int of(String scheduler, int steps) {
        return scheduler.equals("pndm") && steps > 1 ? steps + 1 : steps;
    }
}
