/**
 * Jobs that were set aside: what is known of each, and how to have it tried again. Workers write the letters, into
 * {@code darkroom.dead-letters}; that topic is all there is of them, and is read when somebody asks.
 *
 * <p>A job that was set aside has its outcome, {@code failed}, for ever. So a replay is a new job with the same input, whose
 * id is derived from the first one's: however often a letter is replayed, there is one such job. Only a record that never
 * became a job (no worker could read it) is put back as it was. All of this is for operators, over all tenants.
 */
@NullMarked
package io.darkroom.gateway.deadletter;

import org.jspecify.annotations.NullMarked;
