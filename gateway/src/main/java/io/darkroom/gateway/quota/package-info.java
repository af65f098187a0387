/**
 * Keeps a tenant's work in flight within its quota of predicted device seconds. Jobs beyond the quota are accepted nevertheless and
 * wait here, in the tenant's order of acceptance.
 *
 * <pre>
 * submit ─▶ darkroom.held (key: tenant) ─ KafkaQuotaQueue ─▶ darkroom.jobs.&lt;lane&gt; ─▶ workers
 *                ▲    └ marks: released, ended ┘                               │
 *                └───────────────── KafkaEnds ◀──────── darkroom.events ◀──────┘
 * </pre>
 *
 * <p>One partition of {@code darkroom.held} contains everything that decides about a tenant: its jobs in order of acceptance, and
 * marks of released and ended jobs. One gateway at a time owns the partition and folds it ({@link
 * io.darkroom.gateway.quota.QuotaQueue}, pure); its next owner reads it again from the first job that has not ended. So there is no
 * separate counter that could drift, and Redis is not needed.
 *
 * <p>A job is released at least once: it is published to its lane before it is marked. After a crash between the two it is released
 * again; workers treat two records of one job as one job. An end mark may be repeated, or may be missing: then periodic checks find
 * out that the job has ended, or it expires in the end. Conservative: a job counts until it is known to have ended. Times are those
 * of this gateway's clock; only the checks and the expiry depend on them.
 */
@NullMarked
package io.darkroom.gateway.quota;

import org.jspecify.annotations.NullMarked;
