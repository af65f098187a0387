/**
 * Log lines: plain text for people, JSON for machines ({@link io.darkroom.platform.telemetry.log.JsonLines}), and on each line that is
 * written for a job whose it is ({@link io.darkroom.platform.telemetry.log.LogFields}). Fields belong to a thread; whoever hands work to
 * another thread hands them over, too.
 */
@NullMarked
package io.darkroom.platform.telemetry.log;

import org.jspecify.annotations.NullMarked;
