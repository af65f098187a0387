/** How much a tenant may have in flight, and what became of its jobs that wait for it. */
@NullMarked
package io.darkroom.contracts.quota;

import org.jspecify.annotations.NullMarked;
