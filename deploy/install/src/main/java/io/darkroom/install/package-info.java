/**
 * What any Kafka cluster needs before Darkroom runs on it: topics, the settings of the share groups, and API keys. The
 * classes of this package need nothing but Kafka's client; {@code command} holds the commands.
 */
@NullMarked
package io.darkroom.install;

import org.jspecify.annotations.NullMarked;
