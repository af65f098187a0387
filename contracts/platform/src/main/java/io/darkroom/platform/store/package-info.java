/**
 * The object store, for both processes, and the one rule of the product: {@link io.darkroom.platform.store.JobOutcomes} creates a job's
 * outcome or adopts the one that is there, and announces the outcome that counts. Every call has a deadline; a store that does not
 * answer, or whose connection breaks, is a {@link io.darkroom.platform.store.StoreUnavailableException} and says nothing about the
 * object.
 */
@NullMarked
package io.darkroom.platform.store;

import org.jspecify.annotations.NullMarked;
