/**
 * Log lines: plain text for people, JSON for machines ({@link io.darkroom.platform.telemetry.log.JsonLines}), and
 * fields on each line that identify the job, tenant or request it belongs to ({@link
 * io.darkroom.platform.telemetry.log.LogFields}). Fields belong to a thread; code that passes work to another thread
 * has to pass the fields along.
 */
@NullMarked
package io.darkroom.platform.telemetry.log;

import org.jspecify.annotations.NullMarked;
