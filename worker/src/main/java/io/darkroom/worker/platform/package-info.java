/**
 * Puts a worker together, starts and stops it: configuration, readiness, signals. {@link
 * io.darkroom.worker.platform.Worker} is plain Java, so that tests start workers without a container; {@link
 * io.darkroom.worker.platform.WorkerLifecycle} is what Quarkus sees.
 */
@NullMarked
package io.darkroom.worker.platform;

import org.jspecify.annotations.NullMarked;
