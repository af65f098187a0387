/**
 * What this process is: its roles, its clock and random source, and when it is ready.
 */
@NullMarked
package io.darkroom.gateway.runtime;

import org.jspecify.annotations.NullMarked;
