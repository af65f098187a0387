package io.darkroom.gateway.runtime;

import io.darkroom.contracts.wire.Topics;
import io.darkroom.platform.kafka.KafkaLog;
import io.darkroom.platform.kafka.LogUnavailableException;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;

/**
 * Ready once the brokers have answered this process for the first time; stays ready afterwards, since readiness does
 * not report the state of the brokers.
 */
@Readiness
@ApplicationScoped
public class KafkaReachedCheck implements HealthCheck {
    private static final Logger LOG = Logger.getLogger(KafkaReachedCheck.class);

    private final KafkaLog log;
    private volatile boolean reached;
    private volatile boolean closed;

    KafkaReachedCheck(KafkaLog log) {
        this.log = log;
    }

    void start(@Observes StartupEvent event) {
        Thread.ofVirtual().name("reach-the-log").start(this::reach);
    }

    void stop(@Observes ShutdownEvent event) {
        closed = true;
    }

    private void reach() {
        while (!reached && !closed) {
            try {
                log.reach(Topics.EVENTS);
                reached = true;
            } catch (LogUnavailableException e) {
                LOG.warnf("cannot reach the log yet, retrying: %s", e.getMessage());
            }
        }
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("log reached").status(reached).build();
    }
}
