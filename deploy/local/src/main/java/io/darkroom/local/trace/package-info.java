/**
 * A collector of traces inside the launcher: {@link io.darkroom.local.trace.OtlpReceiver} receives what gateway and workers
 * export, and keeps it in the data folder as {@link io.darkroom.cli.trace.SpanFile}. For one machine and its developer; a
 * fleet exports to a real collector.
 */
@NullMarked
package io.darkroom.local.trace;

import org.jspecify.annotations.NullMarked;
