package io.darkroom.platform.store;

import io.darkroom.platform.kafka.EventLog;
import io.darkroom.platform.telemetry.metric.Meters;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;

/** Produces the object store and the job outcomes as beans. */
final class S3Beans {
    private S3Beans() {}

    @Produces
    @Singleton
    @Typed({ObjectStore.class, S3ObjectStore.class})
    static S3ObjectStore store(StoreConfig config, Meters meters) {
        return new S3ObjectStore(StoreSettings.of(config), meters);
    }

    static void close(@Disposes S3ObjectStore store) {
        store.close();
    }

    @Produces
    @Singleton
    static JobOutcomes outcomes(ObjectStore store, EventLog log) {
        return new JobOutcomes(store, log);
    }
}
