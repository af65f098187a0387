/** Calls back to clients: the endpoints that a tenant registered, and the deliveries that are under way. */
@NullMarked
package io.darkroom.contracts.callback;

import org.jspecify.annotations.NullMarked;
