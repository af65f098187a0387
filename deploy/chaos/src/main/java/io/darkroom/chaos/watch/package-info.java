/**
 * Looks into the stack from behind, past its interface: the log as it grows, the store's folder, what Redis and the consumer
 * groups hold, the processes' memory. Talks to the servers directly, never through a proxy that may be told to misbehave.
 */
@NullMarked
package io.darkroom.chaos.watch;

import org.jspecify.annotations.NullMarked;
