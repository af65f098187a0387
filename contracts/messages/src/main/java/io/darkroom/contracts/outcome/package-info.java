/**
 * How a job ended. The object store owns the outcome: it is created once, with {@code If-None-Match: *}, and never
 * changes; whoever loses that race adopts the winner's.
 */
@NullMarked
package io.darkroom.contracts.outcome;

import org.jspecify.annotations.NullMarked;
