/**
 * Authentication. An API key in the {@code Authorization} header identifies a tenant. Keys are held in memory, by hash;
 * the compacted topic {@code darkroom.api-keys} owns them, so a revocation takes effect as soon as it is read. The key
 * itself is never stored or logged. Times of revocation are compared with this gateway's clock. Conservative: until all
 * keys are read, an unknown key gets 503 instead of 401.
 */
@NullMarked
package io.darkroom.gateway.tenant;

import org.jspecify.annotations.NullMarked;
