/**
 * Which faults happen when: drawn from a seed before anything runs, printed, and the same for the same seed. What a fault hits
 * and how long it lasts is part of the plan; what the stack does at that moment is not, so a replay repeats the plan, not
 * the run.
 */
@NullMarked
package io.darkroom.chaos.plan;

import org.jspecify.annotations.NullMarked;
