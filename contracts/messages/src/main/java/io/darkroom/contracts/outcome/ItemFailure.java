package io.darkroom.contracts.outcome;

/**
 * The failure of one item of a job whose other items may have succeeded.
 *
 * @param item index, from 0
 */
public record ItemFailure(int item, Failure failure) {}
