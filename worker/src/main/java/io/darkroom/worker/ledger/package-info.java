/**
 * How often a job was tried. The events {@code started} and {@code released} are the ledger: the broker's delivery count
 * is forgotten when it crashes, so it is a hint only, and so is the view in Redis.
 *
 * <p>Counting is conservative: an attempt counts unless a worker said that it gave the job back for a reason that the job
 * is not to blame for. A worker that died says nothing, so its attempt counts.
 */
@NullMarked
package io.darkroom.worker.ledger;

import org.jspecify.annotations.NullMarked;
