/**
 * Counts the attempts at a job. The events {@code started} and {@code released} are the ledger. The broker loses its delivery
 * count when it crashes, so that count is a hint only, and so is the view in Redis.
 *
 * <p>Counting is conservative: an attempt counts unless a worker released the job for a reason that the job is not to blame
 * for. A worker that died published nothing, so its attempt counts.
 */
@NullMarked
package io.darkroom.worker.ledger;

import org.jspecify.annotations.NullMarked;
