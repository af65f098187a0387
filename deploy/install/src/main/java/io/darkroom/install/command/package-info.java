/** The commands {@code install} and {@code key}. Keys are written to Kafka: only the owner of an installation creates them. */
@NullMarked
package io.darkroom.install.command;

import org.jspecify.annotations.NullMarked;
