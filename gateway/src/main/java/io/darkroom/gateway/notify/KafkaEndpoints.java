package io.darkroom.gateway.notify;

import io.darkroom.contracts.callback.Delivery;
import io.darkroom.contracts.callback.WebhookEndpoint;
import io.darkroom.contracts.callback.WebhookEndpoint.LiveSecret;
import io.darkroom.contracts.wire.Json;
import io.darkroom.contracts.wire.Topics;
import io.darkroom.gateway.platform.KafkaLog;
import io.darkroom.gateway.platform.KafkaTable;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.inject.Default;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps {@link Endpoints} as the log has them and writes changes there. A change counts in this gateway once the log has
 * it, and in the others as soon as they have read it. Ready once all that were there at the start are read.
 */
@Startup
@Default
@Readiness
@Singleton
public class KafkaEndpoints implements Courier.Directory, HealthCheck {
    private static final Logger LOG = Logger.getLogger(KafkaEndpoints.class);

    private final Endpoints endpoints = new Endpoints();
    private final KafkaTable table;
    private final KafkaLog log;
    private final Duration secretOverlap;
    private final RandomGenerator random;
    private final Clock clock;

    KafkaEndpoints(
            @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrap,
            NotifyConfig config,
            KafkaLog log,
            RandomGenerator random,
            Clock clock) {
        this.log = log;
        this.secretOverlap = config.secretOverlap();
        this.random = random;
        this.clock = clock;
        this.table = KafkaTable.follow(bootstrap, Topics.WEBHOOK_ENDPOINTS, (id, value) -> {
            if (value == null) {
                endpoints.remove(id);
            } else {
                endpoints.put(Json.decode(value, WebhookEndpoint.class));
            }
        });
    }

    Endpoints known() {
        return endpoints;
    }

    /** True once everything that was there at the start is read. Before that nothing may be planned or called. */
    boolean caughtUp() {
        return table.caughtUp();
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("endpoints read").status(caughtUp()).build();
    }

    /** Registers an endpoint with a fresh secret. */
    WebhookEndpoint create(String tenant, String url, List<String> events, @Nullable String description) {
        return save(new WebhookEndpoint(
                WebhookEndpoint.SCHEMA,
                id("we_"),
                tenant,
                url,
                events,
                description,
                List.of(fresh()),
                clock.instant(),
                null));
    }

    void delete(WebhookEndpoint endpoint) {
        log.append(Topics.WEBHOOK_ENDPOINTS, endpoint.id(), null, Map.of());
        endpoints.remove(endpoint.id());
    }

    /** A fresh secret; the newest of the old ones goes on signing for the overlap. */
    WebhookEndpoint rotate(WebhookEndpoint endpoint) {
        List<LiveSecret> secrets = new ArrayList<>();
        secrets.add(fresh());
        secrets.add(new LiveSecret(
                endpoint.secrets().getFirst().secret(), clock.instant().plus(secretOverlap)));
        return save(endpoint.withSecrets(secrets));
    }

    /** The tenant's default secret, made at its first use. */
    synchronized WebhookEndpoint defaultOf(String tenant) {
        return endpoints
                .defaultOf(tenant)
                .orElseGet(() -> save(new WebhookEndpoint(
                        WebhookEndpoint.SCHEMA,
                        id("wd_"),
                        tenant,
                        null,
                        List.of(),
                        null,
                        List.of(fresh()),
                        clock.instant(),
                        null)));
    }

    @Override
    public Optional<Courier.Receiver> find(Delivery delivery) {
        Instant now = clock.instant();
        String id = delivery.endpoint();
        String target = delivery.url();
        if (id == null) {
            return Optional.ofNullable(target).map(url -> Courier.Receiver.of(url, defaultOf(delivery.tenant()), now));
        }
        return endpoints
                .find(delivery.tenant(), id)
                .filter(endpoint -> endpoint.disabledAt() == null)
                .flatMap(endpoint ->
                        Optional.ofNullable(endpoint.url()).map(url -> Courier.Receiver.of(url, endpoint, now)));
    }

    @Override
    public void disable(Delivery delivery) {
        String id = delivery.endpoint();
        if (id != null) {
            endpoints.find(delivery.tenant(), id).ifPresent(endpoint -> {
                LOG.infof("endpoint %s of tenant %s answered 410 and is disabled", id, delivery.tenant());
                save(endpoint.disabled(clock.instant()));
            });
        }
    }

    private WebhookEndpoint save(WebhookEndpoint endpoint) {
        log.append(Topics.WEBHOOK_ENDPOINTS, endpoint.id(), Json.encode(endpoint), Map.of());
        endpoints.put(endpoint);
        return endpoint;
    }

    private LiveSecret fresh() {
        return new LiveSecret(WebhookSecret.random(random).text(), null);
    }

    private String id(String prefix) {
        byte[] bits = new byte[16];
        random.nextBytes(bits);
        return prefix + HexFormat.of().formatHex(bits);
    }

    @PreDestroy
    void close() {
        table.close();
    }
}
