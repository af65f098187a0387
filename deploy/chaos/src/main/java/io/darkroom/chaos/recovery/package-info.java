/** How long work took to resume after a fault, and what the faults cost. Pure functions of a history. */
@NullMarked
package io.darkroom.chaos.recovery;

import org.jspecify.annotations.NullMarked;
