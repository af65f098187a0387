/**
 * Removes expired objects from the object store: results and outcomes past their retention, artifacts of superseded
 * attempts, checkpoints of ended jobs, uploads. Views in Redis expire by themselves.
 *
 * <p>{@link io.darkroom.gateway.retention.RetentionRules} decides from keys and ages alone, except for orphans, where
 * the outcome is read. One gateway at a time sweeps under a lease, at a limited rate; if two sweep concurrently, the
 * second one finds nothing to remove. Ages are the difference between the store's modification times and this process's
 * clock: they are days, clock skew is minutes. Conservative: an object is kept if the outcome that would decide about
 * it cannot be read.
 */
@NullMarked
package io.darkroom.gateway.retention;

import org.jspecify.annotations.NullMarked;
