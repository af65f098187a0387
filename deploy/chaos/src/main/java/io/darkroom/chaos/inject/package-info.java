/**
 * Carries out a plan: each fault on a thread of its own, at its time, healed after its time. What belongs to one process is
 * done under that process's lock, so that two faults never pull it both ways.
 */
@NullMarked
package io.darkroom.chaos.inject;

import org.jspecify.annotations.NullMarked;
