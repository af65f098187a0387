/** Explores schedules of pure cores from seeds. */
@NullMarked
package io.darkroom.contracts.explore;

import org.jspecify.annotations.NullMarked;
