package io.darkroom.gateway.submit.kind;

import io.darkroom.contracts.job.Denoising;
import io.darkroom.contracts.job.JobInput;

/** How often a network is evaluated. */
final class Evaluations {
    private Evaluations() {}

    /** Over all samples. Of a sample that is noised part of the way, that part of the steps is done, at least one. */
    static double of(JobInput input) {
        return input instanceof Denoising job
                ? Math.max(1, Math.ceil(of(job.scheduler(), job.steps()) * job.strength())) * job.samples()
                : (double) input.steps() * input.items();
    }

    /** PNDM repairs its first step by one evaluation more, unless it is the only one; all other methods take one a step. */
    static int of(String scheduler, int steps) {
        return scheduler.equals("pndm") && steps > 1 ? steps + 1 : steps;
    }
}
