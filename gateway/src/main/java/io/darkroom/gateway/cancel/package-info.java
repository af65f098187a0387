/**
 * Cancels and expires jobs. Like every end of a job, this is a race to create the outcome, which the object store owns:
 * a waiting job is ended here if its outcome can be created; for a running job a flag is set in Redis, and its worker
 * ends it within one denoising step. The loser of the race adopts the winner's outcome. Deadlines are compared with
 * this gateway's clock. Conservative: a job that a live worker reports as running is not expired.
 */
@NullMarked
package io.darkroom.gateway.cancel;

import org.jspecify.annotations.NullMarked;
