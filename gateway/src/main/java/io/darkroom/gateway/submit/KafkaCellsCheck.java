package io.darkroom.gateway.submit;

import io.darkroom.contracts.job.Lane;
import io.darkroom.contracts.wire.Topics;
import io.darkroom.platform.kafka.KafkaClientSettings;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;

/**
 * Not ready while {@code darkroom.submit.cells} differs from the number of topics of each lane. Workers check their own
 * setting against the same topics, so that no job is published to a cell that no worker consumes.
 */
@Readiness
@ApplicationScoped
public class KafkaCellsCheck implements HealthCheck {
    private static final Logger LOG = Logger.getLogger(KafkaCellsCheck.class);
    private static final int PAUSE_SECONDS = 2;

    private final KafkaClientSettings kafka;
    private final int cells;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile String problem = "the topics have not been listed yet";

    KafkaCellsCheck(KafkaClientSettings kafka, SubmitConfig config) {
        this.kafka = kafka;
        this.cells = config.cells();
    }

    void start(@Observes StartupEvent event) {
        Thread.ofVirtual().name("cells-check").start(this::check);
    }

    void stop(@Observes ShutdownEvent event) {
        closing.countDown();
    }

    private void check() {
        try {
            do {
                list();
            } while (!problem.isEmpty() && !closing.await(PAUSE_SECONDS, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void list() throws InterruptedException {
        try (Admin admin = Admin.create(kafka.with(Map.of(
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 5_000,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 4_000)))) {
            String found = mismatch(admin.listTopics().names().get(), cells).orElse("");
            if (!found.isEmpty() && !found.equals(problem)) {
                LOG.error(found);
            }
            problem = found;
        } catch (ExecutionException | KafkaException e) {
            LOG.warnf("cannot list the topics yet, retrying: %s", e.getMessage());
        }
    }

    /** Describes a mismatch between topics and cells; empty if every lane has exactly one topic per cell. */
    static Optional<String> mismatch(Set<String> topics, int cells) {
        for (Lane lane : Lane.values()) {
            int found = 0;
            while (topics.contains(Topics.jobs(lane, found))) {
                found++;
            }
            if (found != cells) {
                return Optional.of(
                        "darkroom.submit.cells is " + cells + ", but lane " + lane.wireName() + " has " + found
                                + " topics: jobs would go where no worker reads. Set it and"
                                + " darkroom.worker.cells to the number of topics, or"
                                + " create topics with ./darkroom install --cells " + cells);
            }
        }
        return Optional.empty();
    }

    @Override
    public HealthCheckResponse call() {
        String now = problem;
        var response = HealthCheckResponse.named("cells").status(now.isEmpty());
        return now.isEmpty()
                ? response.build()
                : response.withData("reason", now).build();
    }
}
