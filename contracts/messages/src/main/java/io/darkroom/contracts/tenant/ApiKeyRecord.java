package io.darkroom.contracts.tenant;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stored API key, in {@code darkroom.api-keys} (compacted, keyed by the hash). Every gateway reads the whole topic; a
 * revocation takes effect as soon as it is read.
 *
 * @param sha256 of the whole key, lower-case hex
 * @param prefix the visible part of the key
 * @param scopes {@code jobs} for the tenant's own work, {@code operator} for fleet and dead letters
 * @param revokedAt null while the key is valid
 */
public record ApiKeyRecord(
        String sha256,
        String prefix,
        String tenant,
        List<String> scopes,
        Instant createdAt,
        @Nullable Instant revokedAt) {
    public static final String SCOPE_JOBS = "jobs";
    public static final String SCOPE_OPERATOR = "operator";

    public ApiKeyRecord {
        scopes = List.copyOf(scopes);
    }

    public static ApiKeyRecord of(ApiKey key, String tenant, List<String> scopes, Instant createdAt) {
        return new ApiKeyRecord(key.sha256(), key.prefix(), tenant, scopes, createdAt, null);
    }
}
