/**
 * A collector of traces that fits into the launcher: {@link io.darkroom.local.trace.OtlpReceiver} takes what gateway and workers
 * export, {@link io.darkroom.local.trace.SpanFile} keeps it as JSON lines in the data folder, {@link
 * io.darkroom.local.trace.JobStory} finds what belongs to one job, {@link io.darkroom.local.trace.Waterfall} draws it. For one
 * machine and its developer; a fleet exports to a collector that is made for that.
 */
@NullMarked
package io.darkroom.local.trace;

import org.jspecify.annotations.NullMarked;
