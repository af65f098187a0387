package io.darkroom.contracts.outcome;

/**
 * Why one item of a job has no result, while its siblings have theirs.
 *
 * @param item index, from 0
 */
public record ItemFailure(int item, Failure failure) {}
