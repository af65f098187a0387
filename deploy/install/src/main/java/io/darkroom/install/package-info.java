/**
 * What any Kafka cluster needs before Darkroom runs on it: topics, the settings of the share groups, access control lists where
 * the cluster has users, and API keys. The classes of this package need nothing but Kafka's client; {@code command} holds the
 * commands.
 *
 * <p>{@link io.darkroom.install.Role} lists who logs in to a cluster, {@link io.darkroom.install.KafkaAcls} what each of them needs
 * and nothing else. The installer creates topics and sets share groups up; gateways and workers check and cannot change them.
 */
@NullMarked
package io.darkroom.install;

import org.jspecify.annotations.NullMarked;
