/**
 * What makes a stack secure: a certificate authority, users, and what each user may do. Nothing here starts a process; the
 * classes give the settings of the servers and of their clients.
 *
 * <p><b>Certificates.</b> {@link io.darkroom.local.secure.OkHttpCertificates} makes an authority, a certificate for all servers
 * of this machine and one for the operator. The authority's key never leaves memory, so that nothing can be signed once the
 * launcher has ended; the next start makes all of them anew.
 *
 * <p><b>Users.</b> {@link io.darkroom.local.secure.Role} lists them. Gateway, worker and installer log in by name and password
 * (Kafka: SASL SCRAM-SHA-512 over TLS; Redis: an ACL user over TLS). The broker and the operator of the local stack use
 * certificates on listeners of their own and are Kafka's super users; no password gives their rights.
 *
 * <p><b>Rights.</b> {@link io.darkroom.local.secure.KafkaAcls} and {@link io.darkroom.local.secure.RedisAcls} list what each
 * role needs and nothing else. Both are for any cluster, not only for the local stack.
 */
@NullMarked
package io.darkroom.local.secure;

import org.jspecify.annotations.NullMarked;
