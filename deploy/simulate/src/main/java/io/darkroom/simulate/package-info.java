/**
 * Replays a load against a scaling policy, event by event, and reports the cost and the waiting times. Deterministic: a
 * seed gives the same numbers again. One pool of equal workers, one job at a time each, jobs first come, first served; which
 * idle worker takes the next job is drawn at random, as in a share group.
 */
@NullMarked
package io.darkroom.simulate;

import org.jspecify.annotations.NullMarked;
