package io.darkroom.simulate;

/**
 * What a simulation showed.
 *
 * @param deviceHours that were paid for, from the decision to start a worker to its end
 * @param utilisation useful device hours ÷ paid ones
 * @param p50 wait from submission to the (last) start, seconds
 * @param killedBusy jobs whose worker was removed while they ran
 * @param starts workers started
 * @param most workers at once
 */
public record Result(
        String policy,
        double deviceHours,
        double utilisation,
        double p50,
        double p95,
        double p99,
        long killedBusy,
        long starts,
        int most) {}
