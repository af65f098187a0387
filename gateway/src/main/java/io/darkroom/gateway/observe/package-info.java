/**
 * Read access to jobs: one job, pages of jobs, event streams of one job and of all jobs of a tenant.
 *
 * <p>Every read goes through {@link io.darkroom.gateway.view.JobReader} with (tenant, id). It is served from the view
 * in Redis, or from the outcome in the object store if the view is lost or unavailable. A call ends with 503 only if
 * neither can answer. Times come from the events; feed ids use the clock of the Redis server. Conservative: events may
 * be repeated after a rebuild, never silently lost.
 */
@NullMarked
package io.darkroom.gateway.observe;

import org.jspecify.annotations.NullMarked;
