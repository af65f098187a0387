/**
 * Dead letters: lists them and replays them. Workers write them to {@code darkroom.dead-letters}; that topic owns them
 * and is read on request. Times in filters are compared with the clock of the worker that wrote the dead letter.
 *
 * <p>A job with a dead letter has the final outcome {@code failed}. So a replay is a new job with the same input, whose
 * id is derived from the original id: repeated replays result in a single job. Only a record without an outcome (no
 * worker could decode it) is republished unchanged. All of this is for operators, over all tenants.
 */
@NullMarked
package io.darkroom.gateway.deadletter;

import org.jspecify.annotations.NullMarked;
