/**
 * The whole of Darkroom on one machine: Kafka, S3 and Redis (see {@code io.darkroom.local.backends}), a gateway and any
 * number of workers, each a real process, no containers.
 *
 * <pre>{@code
 * try (LocalStack stack = LocalStack.builder().workers(2).start()) {      // private: temporary data, free ports
 *     stack.gateway();                                      // http://127.0.0.1:port
 *     stack.key();                                          // an API key of tenant "default"
 *     stack.component("worker-1").kill9();                  // also freeze(), thaw(), stop(), restart(), pid(), log()
 *     stack.backends().component(Backends.KAFKA).restart();
 * }
 * }</pre>
 *
 * <p>Order: the three servers start together, then gateway and workers together; they stop the other way round. A stack
 * that runs writes {@code stack.json} (readable by its owner only) into its data folder, from which the command line
 * finds it. Gateway and workers must have been built ({@code target/quarkus-app}).
 */
@NullMarked
package io.darkroom.local.stack;

import org.jspecify.annotations.NullMarked;
