/** Measurements that are run by hand, each with its peer beside it in the same run. Nothing of the worker calls them. */
@NullMarked
package io.darkroom.bench.engine;

import org.jspecify.annotations.NullMarked;
