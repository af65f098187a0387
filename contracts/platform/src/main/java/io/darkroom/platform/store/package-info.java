/** How the object store is watched, by both processes the same way: each HTTP call that its client makes. */
@NullMarked
package io.darkroom.platform.store;

import org.jspecify.annotations.NullMarked;
