/**
 * Keeps a tenant's work in flight within its quota of predicted device seconds. What is over it is accepted all the same and
 * waits here, in the tenant's own order.
 *
 * <pre>
 * submit ─▶ darkroom.held (key: tenant) ─ KafkaQuotaQueue ─▶ darkroom.jobs.&lt;lane&gt; ─▶ workers
 *                ▲    └ marks: released, ended ┘                               │
 *                └───────────────── KafkaEnds ◀──────── darkroom.events ◀──────┘
 * </pre>
 *
 * <p>One partition of {@code darkroom.held} has everything that decides about a tenant: its jobs in the order of acceptance, and
 * marks of those that were released and of those that ended. One gateway owns it at a time and folds it ({@link
 * io.darkroom.gateway.quota.QuotaQueue}, pure); whoever owns it next reads it again from the first job that has not ended. So
 * nothing is counted in a place of its own that could drift, and Redis is not needed.
 *
 * <p>A job is released at least once: its lane has it before the mark says so. A crash between the two releases it again,
 * and workers take two records of one job for one job. A mark that it ended may come twice, and may be missing: then the job is
 * found out by looking at it from time to time, and forgotten in the end. What is conservative: a job counts until it is known to
 * have ended.
 */
@NullMarked
package io.darkroom.gateway.quota;

import org.jspecify.annotations.NullMarked;
