/** A whole run: the stack comes up, load and faults, the drain, the check; and the command {@code ./darkroom chaos}. */
@NullMarked
package io.darkroom.chaos.run;

import org.jspecify.annotations.NullMarked;
