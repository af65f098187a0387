package io.darkroom.platform.store;

import java.time.Instant;

/**
 * Key, modification time and size of an object.
 *
 * @param changedAt by the store's clock
 */
public record StoredObject(String key, Instant changedAt, long bytes) {}
