/**
 * Carries out a plan: each fault on a thread of its own, at its time, healed after its time. Faults of one process are
 * applied under that process's lock, so that two of them never conflict.
 */
@NullMarked
package io.darkroom.chaos.inject;

import org.jspecify.annotations.NullMarked;
