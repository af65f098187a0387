/**
 * The process itself: its roles, its clock and random source, and its readiness. The clock is the system clock in UTC;
 * tests replace it.
 */
@NullMarked
package io.darkroom.gateway.runtime;

import org.jspecify.annotations.NullMarked;
