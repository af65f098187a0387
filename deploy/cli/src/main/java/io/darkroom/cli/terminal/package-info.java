/**
 * The output of the command line: aligned, with colours only on a terminal that supports them.
 *
 * <p>The launcher script passes whether standard output is a terminal ({@code DARKROOM_TTY}) and how wide; {@code NO_COLOR}
 * is obeyed. Without a terminal everything is a plain line that is never rewritten.
 */
@NullMarked
package io.darkroom.cli.terminal;

import org.jspecify.annotations.NullMarked;
