/**
 * Kafka, S3 and Redis on one machine without containers: the real servers as child processes, on free ports, for
 * integration tests and for the local stack.
 *
 * <pre>{@code
 * try (Backends backends = Backends.builder().start()) {       // empty and temporary; about 3 s
 *     backends.kafka();        // bootstrap servers
 *     backends.redis();        // redis://127.0.0.1:port
 *     backends.s3();           // endpoint, access key, secret key, bucket
 *     backends.environment();  // the same for a gateway's or worker's process
 *     backends.settings();     // the same as Quarkus configuration, for @QuarkusTest
 *     backends.component(Backends.KAFKA).kill9();              // and .restart(), .freeze(), .thaw()
 * }
 * }</pre>
 *
 * <p>All topics of {@code Topics.all} exist, share groups start from the earliest record, the bucket is there. The data
 * of {@code builder().data(folder)} stays for the next start; without it a temporary folder is used and removed. Nothing
 * outlives the JVM that started it, however that ends.
 *
 * <p>Kafka's settings are those of a laptop: one node, short heartbeats, a record lock of ten seconds. A frozen worker
 * loses its records after that long. The class paths of the servers are Maven modules of their own beside this one, so that
 * neither their nor Quarkus's dependency versions affect the other; they are found from this class's own location.
 */
@NullMarked
package io.darkroom.local.backends;

import org.jspecify.annotations.NullMarked;
