package io.darkroom.gateway.tenant;

import io.darkroom.contracts.tenant.ApiKey;
import io.darkroom.contracts.tenant.ApiKeyRecord;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The known API keys, by hash. A lookup by hash takes the same time whatever part of a guessed key is correct. */
@ApplicationScoped
public class ApiKeys {
    private final Map<String, ApiKeyRecord> byHash = new ConcurrentHashMap<>();
    private final Clock clock;

    ApiKeys(Clock clock) {
        this.clock = clock;
    }

    void put(ApiKeyRecord key) {
        byHash.put(key.sha256(), key);
    }

    void remove(String sha256) {
        byHash.remove(sha256);
    }

    /** The caller that the key identifies; empty if it is malformed, unknown or revoked. */
    Optional<Caller> find(String key) {
        if (!ApiKey.isWellFormed(key)) {
            return Optional.empty();
        }
        return Optional.ofNullable(byHash.get(new ApiKey(key).sha256()))
                .filter(record -> record.revokedAt() == null || clock.instant().isBefore(record.revokedAt()))
                .map(record -> new Caller(record.tenant(), record.sha256(), record.scopes()));
    }
}
