/**
 * The object store: inputs, artifacts and the outcome. The store owns the outcome of a job, which is created once with
 * {@code If-None-Match: *}; the loser of that race adopts the winner's.
 *
 * <p>Every call is bounded in time. A store that does not answer, is full or refuses its credentials is
 * <em>unavailable</em>: nothing that the job is to blame for. A reply may be lost after the store did what it was asked,
 * so each call can be repeated: puts go to keys that only this run writes, and an outcome is read back.
 */
@NullMarked
package io.darkroom.worker.artifact;

import org.jspecify.annotations.NullMarked;
