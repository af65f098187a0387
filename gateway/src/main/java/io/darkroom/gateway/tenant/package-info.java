/**
 * Who asks. A key in the {@code Authorization} header names a tenant; keys are held in memory, by hash, as the compacted
 * topic {@code darkroom.api-keys} has them, so a revocation is in force as soon as it is read. The key itself is never
 * stored or logged.
 */
@NullMarked
package io.darkroom.gateway.tenant;

import org.jspecify.annotations.NullMarked;
