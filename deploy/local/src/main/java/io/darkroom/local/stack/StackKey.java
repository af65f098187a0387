package io.darkroom.local.stack;

import io.darkroom.cli.stack.Credentials;
import io.darkroom.cli.time.Clocks;
import io.darkroom.contracts.tenant.ApiKey;
import io.darkroom.install.FirstKey;
import io.darkroom.install.KafkaKeys;
import io.darkroom.local.backends.DataFolder;
import io.darkroom.platform.kafka.KafkaClientSettings;
import java.security.SecureRandom;
import java.util.Optional;

/**
 * The key that the command line uses: created at the first start and kept in the data folder for its owner alone. If
 * Kafka's data was deleted meanwhile, its record is written again, so that a kept file stays valid.
 */
final class StackKey {
    private final DataFolder folder;

    StackKey(DataFolder folder) {
        this.folder = folder;
    }

    record Found(ApiKey key, boolean isNew) {}

    Found findOrCreate(KafkaClientSettings kafka) throws InterruptedException {
        Optional<ApiKey> kept = Credentials.read(folder.root());
        ApiKey key = kept.orElseGet(() -> ApiKey.random(new SecureRandom()));
        new FirstKey(new KafkaKeys(kafka), Clocks.system()).ensure(key);
        if (kept.isEmpty()) {
            folder.writePrivately(Credentials.FILE, key.value() + "\n");
        }
        return new Found(key, kept.isEmpty());
    }
}
