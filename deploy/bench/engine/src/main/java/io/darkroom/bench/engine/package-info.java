/** Measurements inside the worker, each with its peer in the same run; a process of its own on the worker's class path. */
@NullMarked
package io.darkroom.bench.engine;

import org.jspecify.annotations.NullMarked;
