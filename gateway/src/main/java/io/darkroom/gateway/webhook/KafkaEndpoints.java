package io.darkroom.gateway.webhook;

import io.darkroom.contracts.callback.Delivery;
import io.darkroom.contracts.callback.WebhookEndpoint;
import io.darkroom.contracts.callback.WebhookEndpoint.LiveSecret;
import io.darkroom.contracts.wire.Json;
import io.darkroom.contracts.wire.Topics;
import io.darkroom.gateway.channel.KafkaSender;
import io.darkroom.platform.kafka.KafkaClientSettings;
import io.darkroom.platform.kafka.KafkaLog;
import io.darkroom.platform.kafka.KafkaTable;
import io.darkroom.platform.telemetry.metric.EdgeMetrics;
import io.darkroom.platform.telemetry.metric.Meters;
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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Updates {@link Endpoints} from the log and writes changes to it. A change takes effect in this gateway once it is
 * acknowledged, and in the others as soon as they have read it; of two concurrent changes the later one in the log
 * wins. Ready once all records that existed at the start were read. Secrets are encrypted in the log and decrypted in
 * memory.
 */
@Startup
@Default
@Readiness
@Singleton
public class KafkaEndpoints implements WebhookSender.Directory, HealthCheck {
    private static final Logger LOG = Logger.getLogger(KafkaEndpoints.class);

    private final Endpoints endpoints = new Endpoints();
    private final KafkaTable table;
    private final KafkaLog log;
    private final KafkaSender<Delivery> deliveries;
    private final SecretSeal seal;
    private final Duration secretOverlap;
    private final Set<String> outdated = ConcurrentHashMap.newKeySet();
    private final RandomGenerator random;
    private final Meters meters;
    private final Clock clock;

    KafkaEndpoints(
            KafkaClientSettings kafka,
            WebhookConfig config,
            KafkaLog log,
            KafkaSender<Delivery> deliveries,
            RandomGenerator random,
            Meters meters,
            Clock clock) {
        this.meters = meters;
        // Registered from the start: a counter that first appears with 1 shows no increase.
        meters.counter(EdgeMetrics.ENDPOINTS_DISABLED, WebhookEndpoint.GONE);
        meters.counter(EdgeMetrics.ENDPOINTS_DISABLED, WebhookEndpoint.FAILING);
        this.log = log;
        this.deliveries = deliveries;
        this.seal = new SecretSeal(config.secretKeys().orElse(List.of()), random);
        if (!seal.canSeal()) {
            LOG.warn("darkroom.webhooks.secret-keys is not set: signing secrets are stored in plain text in "
                    + Topics.WEBHOOK_ENDPOINTS);
        }
        this.secretOverlap = config.secretOverlap();
        this.random = random;
        this.clock = clock;
        this.table = KafkaTable.follow(kafka, Topics.WEBHOOK_ENDPOINTS, (id, value) -> {
            if (value == null) {
                endpoints.remove(id);
                outdated.remove(id);
            } else {
                endpoints.put(unsealed(Json.decode(value, WebhookEndpoint.class)));
            }
        });
    }

    Endpoints known() {
        return endpoints;
    }

    /** True once all records that existed at the start were read. Until then no delivery may be created or sent. */
    boolean caughtUp() {
        return table.caughtUp();
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("endpoints read").status(caughtUp()).build();
    }

    /** Creates an endpoint with a new secret. */
    WebhookEndpoint create(String tenant, EndpointRequest request) {
        return save(made(id("we_"), tenant, request.url(), request.events(), request.description()));
    }

    private WebhookEndpoint made(
            String id, String tenant, @Nullable String url, List<String> events, @Nullable String description) {
        return new WebhookEndpoint(
                WebhookEndpoint.SCHEMA,
                id,
                tenant,
                url,
                events,
                description,
                List.of(fresh()),
                clock.instant(),
                null,
                null);
    }

    WebhookEndpoint change(WebhookEndpoint endpoint, EndpointRequest request) {
        return save(endpoint.changed(request.url(), request.events(), request.description()));
    }

    WebhookEndpoint enable(WebhookEndpoint endpoint) {
        return endpoint.disabledAt() == null ? endpoint : save(endpoint.enabled());
    }

    WebhookEndpoint disable(WebhookEndpoint endpoint) {
        return endpoint.disabledAt() != null
                ? endpoint
                : save(endpoint.disabled(clock.instant(), WebhookEndpoint.BY_HAND));
    }

    void delete(WebhookEndpoint endpoint) {
        log.append(Topics.WEBHOOK_ENDPOINTS, endpoint.id(), null, Map.of());
        endpoints.remove(endpoint.id());
    }

    /**
     * Creates a new secret; the newest old one also signs for the overlap time.
     *
     * @param overlap overlap time; null: as configured; zero: the old secret stops at once
     */
    WebhookEndpoint rotate(WebhookEndpoint endpoint, @Nullable Duration overlap) {
        Duration beside = overlap == null ? secretOverlap : overlap;
        List<LiveSecret> secrets = new ArrayList<>();
        secrets.add(fresh());
        if (beside.isPositive()) {
            secrets.add(new LiveSecret(
                    endpoint.secrets().getFirst().secret(), clock.instant().plus(beside)));
        }
        return save(endpoint.withSecrets(secrets));
    }

    /** The tenant's default secret, created on first use. */
    synchronized WebhookEndpoint defaultOf(String tenant) {
        return endpoints.defaultOf(tenant).orElseGet(() -> save(made(id("wd_"), tenant, null, List.of(), null)));
    }

    /** Re-encrypts secrets that are in plain text or encrypted with an older key in the log. */
    void renewSeals() {
        for (String id : outdated) {
            endpoints.find(id).ifPresent(this::save);
        }
    }

    @Override
    public Optional<WebhookSender.Receiver> find(Delivery delivery) {
        Instant now = clock.instant();
        String id = delivery.endpoint();
        String target = delivery.url();
        if (id == null) {
            return Optional.ofNullable(target)
                    .map(url -> WebhookSender.Receiver.of(url, defaultOf(delivery.tenant()), now));
        }
        return endpoints
                .find(delivery.tenant(), id)
                .filter(endpoint -> endpoint.disabledAt() == null)
                .flatMap(endpoint ->
                        Optional.ofNullable(endpoint.url()).map(url -> WebhookSender.Receiver.of(url, endpoint, now)));
    }

    @Override
    public void disable(Delivery delivery, String reason) {
        String id = delivery.endpoint();
        if (id != null) {
            endpoints
                    .find(delivery.tenant(), id)
                    .filter(endpoint -> endpoint.disabledAt() == null)
                    .ifPresent(endpoint -> {
                        LOG.infof("endpoint %s of tenant %s is disabled: %s", id, delivery.tenant(), reason);
                        Instant now = clock.instant();
                        // Notices first: a crash between the two repeats a notice but never omits it.
                        for (Delivery notice : EndpointNotice.of(endpoint, now, reason, endpoints)) {
                            deliveries.sendAndAwait(notice, Map.of());
                        }
                        save(endpoint.disabled(now, reason));
                        meters.counter(EdgeMetrics.ENDPOINTS_DISABLED, reason).increment();
                    });
        }
    }

    private WebhookEndpoint save(WebhookEndpoint endpoint) {
        List<LiveSecret> closed = endpoint.secrets().stream()
                .map(live -> new LiveSecret(seal.seal(live.secret(), endpoint.id()), live.expiresAt()))
                .toList();
        log.append(Topics.WEBHOOK_ENDPOINTS, endpoint.id(), Json.encode(endpoint.withSecrets(closed)), Map.of());
        endpoints.put(endpoint);
        return endpoint;
    }

    private WebhookEndpoint unsealed(WebhookEndpoint stored) {
        boolean current = stored.secrets().stream().allMatch(live -> seal.isCurrent(live.secret()));
        boolean unused = current ? outdated.remove(stored.id()) : outdated.add(stored.id());
        try {
            return stored.withSecrets(stored.secrets().stream()
                    .map(live -> new LiveSecret(seal.unseal(live.secret(), stored.id()), live.expiresAt()))
                    .toList());
        } catch (IllegalStateException e) {
            outdated.remove(stored.id());
            LOG.errorf("%s; its deliveries are retried until the secret can be decrypted", e.getMessage());
            return stored;
        }
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
