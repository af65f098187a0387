/** What the fleet can do and how it is: models on offer, workers alive. */
@NullMarked
package io.darkroom.contracts.fleet;

import org.jspecify.annotations.NullMarked;
