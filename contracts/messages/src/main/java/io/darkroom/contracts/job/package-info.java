/**
 * A submitted job: its request, its typed input, its lane and its states.
 *
 * <p>A {@link io.darkroom.contracts.job.JobRequest} is complete when it is published: all defaults are resolved, all
 * inputs are in the object store, the seed is chosen. So a second attempt on another worker computes the same result,
 * and nothing outside the installation is needed to run it. Kafka owns the request (see {@code Topics#jobs}).
 */
@NullMarked
package io.darkroom.contracts.job;

import org.jspecify.annotations.NullMarked;
