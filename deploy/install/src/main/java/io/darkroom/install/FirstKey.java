package io.darkroom.install;

import io.darkroom.contracts.tenant.ApiKey;
import io.darkroom.contracts.tenant.ApiKeyRecord;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** The first API key of an installation: it may do everything, for the tenant {@link #TENANT}. */
public final class FirstKey {
    public static final String TENANT = "default";

    private final KafkaKeys keys;
    private final InstantSource clock;

    public FirstKey(KafkaKeys keys, InstantSource clock) {
        this.keys = keys;
        this.clock = clock;
    }

    /** A new key, if the installation has none at all; revoked ones count. */
    public Optional<ApiKey> createIfNone() throws InterruptedException {
        if (!keys.read().isEmpty()) {
            return Optional.empty();
        }
        ApiKey key = ApiKey.random(new SecureRandom());
        write(key);
        return Optional.of(key);
    }

    /** Writes this key's record unless the installation has it already. */
    public void ensure(ApiKey key) throws InterruptedException {
        if (!keys.read().containsKey(key.sha256())) {
            write(key);
        }
    }

    private void write(ApiKey key) throws InterruptedException {
        List<String> scopes = List.of(ApiKeyRecord.SCOPE_JOBS, ApiKeyRecord.SCOPE_OPERATOR);
        keys.write(ApiKeyRecord.of(key, TENANT, scopes, clock.instant()));
    }
}
