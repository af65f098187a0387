/**
 * The spans of one job, read and drawn: {@link io.darkroom.cli.trace.SpanFile} is the file that a stack's collector writes,
 * {@link io.darkroom.cli.trace.JobTrace} selects what belongs to one job, {@link io.darkroom.cli.trace.Waterfall} draws it.
 */
@NullMarked
package io.darkroom.cli.trace;

import org.jspecify.annotations.NullMarked;
