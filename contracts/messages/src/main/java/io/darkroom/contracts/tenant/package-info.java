/** Who asks: tenants and the keys that name them. Only hashes of keys are ever stored. */
@NullMarked
package io.darkroom.contracts.tenant;

import org.jspecify.annotations.NullMarked;
