/**
 * Takes a job in: parse strictly → validate everything at once → reserve the idempotency key → bring inputs into the object
 * store → publish with {@code acks=all} → show it in the view → 202.
 *
 * <p>A job is accepted when the log has confirmed it, and not before. A key's job id is derived from tenant and key, so a
 * request that is published twice is still one job.
 */
@NullMarked
package io.darkroom.gateway.submit;

import org.jspecify.annotations.NullMarked;
