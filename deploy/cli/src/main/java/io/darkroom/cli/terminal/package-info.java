/**
 * What the command line writes: calm, aligned, in colours only where a person looks at a terminal that shows them.
 *
 * <p>The launcher script says whether standard output is a terminal ({@code DARKROOM_TTY}) and how wide; {@code NO_COLOR}
 * is obeyed. Without a terminal everything is a plain line that is never rewritten.
 */
@NullMarked
package io.darkroom.cli.terminal;

import org.jspecify.annotations.NullMarked;
