/**
 * Stops jobs. A cancel is a race for the outcome, like every end of a job: a waiting job is ended here if its outcome can be
 * created; one that runs gets a flag, and its worker ends it within one denoising step. Whoever loses adopts the winner's. A job that
 * waits past its deadline is ended by the same race.
 */
@NullMarked
package io.darkroom.gateway.cancel;

import org.jspecify.annotations.NullMarked;
