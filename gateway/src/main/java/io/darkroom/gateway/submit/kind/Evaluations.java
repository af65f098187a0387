package io.darkroom.gateway.submit.kind;

import io.darkroom.contracts.job.Denoising;
import io.darkroom.contracts.job.JobInput;

/** How often a network is evaluated for one item. */
final class Evaluations {
    private Evaluations() {}

    /** For one item of the whole way; 1 for kinds that do not denoise step by step. */
    static int each(JobInput input) {
        return input instanceof Denoising denoising ? of(denoising.scheduler(), input.steps()) : input.steps();
    }

    /** PNDM repairs its first step by one evaluation more, unless it is the only one; all other methods take one a step. */
    static int of(String scheduler, int steps) {
        return scheduler.equals("pndm") && steps > 1 ? steps + 1 : steps;
    }

    /** For one item that is noised part of the way: at least one. */
    static double part(JobInput input, double strength) {
        return Math.max(1, Math.ceil(each(input) * strength));
    }
}
