package io.darkroom.platform.telemetry.trace;

import io.opentelemetry.api.OpenTelemetry;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Traces, if the SDK is switched on: {@code OTEL_SDK_DISABLED=false}. */
final class OtelTracing {
    private OtelTracing() {}

    @Produces
    @Singleton
    static Tracing tracing(
            OpenTelemetry telemetry, @ConfigProperty(name = "quarkus.otel.sdk.disabled") boolean disabled) {
        return disabled ? Tracing.OFF : new Tracing(telemetry);
    }
}
