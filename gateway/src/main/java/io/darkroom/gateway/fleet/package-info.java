/**
 * What can be asked for and who works on it: models as workers announced them ({@code darkroom.models}, all held in memory)
 * and workers alive (Redis, a few seconds each). A known model without a live worker still takes jobs: they wait.
 */
@NullMarked
package io.darkroom.gateway.fleet;

import org.jspecify.annotations.NullMarked;
