/**
 * The view of a job: how events are folded into it, how it is stored in Redis, how it is read, and the document that
 * clients get. Kafka owns requests and events, the object store owns outcomes; Redis only holds a view that may be
 * lost, in which case reads fall back to the outcome. Ordering never depends on clocks, except the order of a tenant's
 * feed, whose ids use the clock of the Redis server. Conservative: while views are being rebuilt, a missing view is
 * reported as unavailable, not as not found.
 */
@NullMarked
package io.darkroom.gateway.view;

import org.jspecify.annotations.NullMarked;
