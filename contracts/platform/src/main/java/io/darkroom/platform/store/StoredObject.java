package io.darkroom.platform.store;

import java.time.Instant;

/**
 * An object's name, age and size.
 *
 * @param changedAt by the store's clock
 */
public record StoredObject(String key, Instant changedAt, long bytes) {}
