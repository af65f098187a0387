/** How long it took until things went on after a fault, and what the faults cost. Pure functions of a history. */
@NullMarked
package io.darkroom.chaos.recovery;

import org.jspecify.annotations.NullMarked;
