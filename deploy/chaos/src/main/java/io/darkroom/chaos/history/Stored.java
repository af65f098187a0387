package io.darkroom.chaos.history;

import io.darkroom.contracts.outcome.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * An object in the store at the end.
 *
 * @param outcome if it is one
 */
public record Stored(
        String key, long bytes, String sha256, @Nullable Outcome outcome) {}
