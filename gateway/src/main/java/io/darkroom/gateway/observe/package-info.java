/**
 * What clients see of their jobs: one job, pages of jobs, the stream of a job's events.
 *
 * <p>Every look-up goes through {@link io.darkroom.gateway.view.JobReader} with (tenant, id). The view answers; where it is
 * lost or away, the outcome in the object store does. Only when neither can know does a call end in 503.
 */
@NullMarked
package io.darkroom.gateway.observe;

import org.jspecify.annotations.NullMarked;
