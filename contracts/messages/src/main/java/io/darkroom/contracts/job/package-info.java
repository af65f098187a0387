/**
 * What a client asked for: the job, its typed input, where it waits and which states it passes.
 *
 * <p>A {@link io.darkroom.contracts.job.JobRequest} is complete when it is published: every default is resolved, every
 * input lies in the object store, the seed is drawn. So a second attempt on another worker computes the same thing, and
 * nothing outside the fleet is needed to run it. Kafka owns the request (see {@code Topics#jobs}).
 */
@NullMarked
package io.darkroom.contracts.job;

import org.jspecify.annotations.NullMarked;
