package io.darkroom.platform.telemetry.log;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Format of log lines: {@code DARKROOM_LOG_FORMAT} is {@code text} (default) or {@code json}. */
@ApplicationScoped
public class LogFormat {
    private final Form form;
    private final String service;

    /** See {@link LogFormat}. */
    public enum Form {
        TEXT,
        JSON
    }

    LogFormat(
            @ConfigProperty(name = "darkroom.log.format", defaultValue = "text") Form form,
            @ConfigProperty(name = "quarkus.application.name") String service) {
        this.form = form;
        this.service = service;
    }

    /** Runs before all other observers, so that their log lines have the configured format. */
    void set(@Observes @Priority(1) StartupEvent event) {
        if (form == Form.JSON) {
            JsonLines.onConsole(Map.of("service", service));
        }
    }
}
