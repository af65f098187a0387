/**
 * The outcome of a job. The object store owns the outcome: it is created once, with {@code If-None-Match: *}, and never
 * changes. Of several processes that end a job at the same time the first one wins, and the others adopt its outcome.
 */
@NullMarked
package io.darkroom.contracts.outcome;

import org.jspecify.annotations.NullMarked;
