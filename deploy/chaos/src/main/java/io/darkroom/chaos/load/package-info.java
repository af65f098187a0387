/**
 * Realistic clients: calls arrive whether earlier ones were answered or not (an open loop); each call is
 * recorded with what its client knows afterwards; receivers of webhooks and readers of streams record what they receive.
 */
@NullMarked
package io.darkroom.chaos.load;

import org.jspecify.annotations.NullMarked;
