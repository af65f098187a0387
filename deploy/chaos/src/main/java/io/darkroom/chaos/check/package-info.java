/**
 * Whether a history satisfies the guarantees. One class for each invariant of {@code docs/reliability.md}; each is a pure function
 * of the history, and each was seen red on a history with a planted violation.
 */
@NullMarked
package io.darkroom.chaos.check;

import org.jspecify.annotations.NullMarked;
