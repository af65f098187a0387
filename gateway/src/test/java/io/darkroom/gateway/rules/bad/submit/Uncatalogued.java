package io.darkroom.gateway.rules.bad.submit;

import io.micrometer.core.instrument.MeterRegistry;

/** Makes meters that no catalogue knows. */
public final class Uncatalogued {
    MeterRegistry registry;
}
