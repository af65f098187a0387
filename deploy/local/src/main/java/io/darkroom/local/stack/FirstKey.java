package io.darkroom.local.stack;

import io.darkroom.contracts.tenant.ApiKey;
import io.darkroom.contracts.tenant.ApiKeyRecord;
import io.darkroom.local.backends.DataFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * The key that the command line uses: made at the first start, kept in {@code credentials} for its owner alone. If the
 * log forgot it (the data was thrown away), it is announced again, so that a kept file stays good.
 */
public final class FirstKey {
    public static final String FILE = "credentials";
    public static final String TENANT = "default";

    private final DataFolder folder;
    private final Clock clock;

    FirstKey(DataFolder folder, Clock clock) {
        this.folder = folder;
        this.clock = clock;
    }

    record Found(ApiKey key, boolean isNew) {}

    Found findOrCreate(String bootstrap) throws InterruptedException {
        Optional<ApiKey> kept = read(folder.root());
        ApiKey key = kept.orElseGet(() -> ApiKey.random(new SecureRandom()));
        KafkaKeys keys = new KafkaKeys(bootstrap);
        if (!keys.read().containsKey(key.sha256())) {
            List<String> scopes = List.of(ApiKeyRecord.SCOPE_JOBS, ApiKeyRecord.SCOPE_OPERATOR);
            keys.write(ApiKeyRecord.of(key, TENANT, scopes, clock.instant()));
        }
        if (kept.isEmpty()) {
            folder.writePrivately(FILE, key.value() + "\n");
        }
        return new Found(key, kept.isEmpty());
    }

    /**
     * The key on this data folder, if a stack was ever started there.
     *
     * @throws IllegalStateException if the file does not hold a key
     */
    public static Optional<ApiKey> read(Path data) {
        Path file = data.resolve(FILE);
        try {
            String text = Files.readString(file).strip();
            if (!ApiKey.isWellFormed(text)) {
                throw new IllegalStateException(
                        file + " does not hold an API key; delete it and start the stack again");
            }
            return Optional.of(new ApiKey(text));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }
}
