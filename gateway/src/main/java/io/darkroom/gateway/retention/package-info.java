/**
 * Removes what nobody needs any more from the object store: results and outcomes past their time, artifacts of attempts that
 * lost, checkpoints of jobs that ended, uploads. Views in Redis end by themselves.
 *
 * <p>{@link io.darkroom.gateway.retention.RetentionRules} decides, from names and ages alone but for orphans, which the outcome
 * tells from results. One gateway sweeps at a time, at a bounded pace; if two do so after all, the second finds nothing to
 * remove. Ages are told by the store's clock against this process's: they are days, and skew is minutes.
 */
@NullMarked
package io.darkroom.gateway.retention;

import org.jspecify.annotations.NullMarked;
