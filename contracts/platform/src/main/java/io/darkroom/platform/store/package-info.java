/**
 * The object store, used by gateway and worker, and the central rule of the product: {@link
 * io.darkroom.platform.store.JobOutcomes} creates a job's outcome or adopts the existing one, and announces it. Every
 * call has a deadline. If the store does not answer or the connection breaks, the call fails with a {@link
 * io.darkroom.platform.store.StoreUnavailableException}, and the state of the object is conservatively taken as
 * unknown. Modification times are those of the store's clock.
 */
@NullMarked
package io.darkroom.platform.store;

import org.jspecify.annotations.NullMarked;
