/**
 * The fleet: models announced by workers (owned by {@code darkroom.models}, held in memory), live workers (heartbeats
 * in Redis that expire after a few seconds), and the planned number of workers per pool. Jobs for a known model without
 * a live worker are accepted and wait. Ages and idle times are computed from this gateway's clock and the workers'
 * timestamps. Conservative: while Redis is unavailable the last plan stays in effect, and only one gateway at a time
 * retires workers.
 */
@NullMarked
package io.darkroom.gateway.fleet;

import org.jspecify.annotations.NullMarked;
