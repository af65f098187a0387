package io.darkroom.platform.telemetry.metric;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Produces the meters from the process's registry. */
final class MetersProvider {
    private MetersProvider() {}

    @Produces
    @Singleton
    static Meters meters(MeterRegistry registry) {
        return new Meters(registry);
    }
}
