/**
 * Observes the stack behind its interface: the log as it grows, the store's folder, what Redis and the consumer
 * groups hold, the processes' memory. Calls the servers directly, never through a proxy.
 */
@NullMarked
package io.darkroom.chaos.watch;

import org.jspecify.annotations.NullMarked;
