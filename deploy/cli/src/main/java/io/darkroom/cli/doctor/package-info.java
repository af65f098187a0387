/**
 * Checks of any installation through the addresses of its gateway, Kafka and Redis. Each check gives findings; each finding
 * that is not fine names a remedy.
 */
@NullMarked
package io.darkroom.cli.doctor;

import org.jspecify.annotations.NullMarked;
