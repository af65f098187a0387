/**
 * Accepts jobs: strict parsing → validation of everything at once → reservation of the idempotency key → inputs stored
 * in the object store → publication with {@code acks=all} → view → 202.
 *
 * <p>A job is accepted when the log has acknowledged it, not before; from then on Kafka owns it. The job id is derived
 * from tenant and idempotency key, so a request that is published twice is still one job. Creation times and deadlines
 * are set by this gateway's clock. Conservative: if the acknowledgement is missing, the call fails with 503 and the key
 * stays reserved, since the job may have been published.
 */
@NullMarked
package io.darkroom.gateway.submit;

import org.jspecify.annotations.NullMarked;
