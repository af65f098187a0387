package io.darkroom.gateway.stack;

import io.darkroom.contracts.fleet.ModelInfo;
import io.darkroom.contracts.tenant.ApiKey;
import io.darkroom.contracts.tenant.ApiKeyRecord;
import io.darkroom.contracts.wire.Json;
import io.darkroom.contracts.wire.Topics;
import io.darkroom.local.backends.Backends;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Real Kafka, S3 and Redis, with two tenants and two models, under the gateway of a test. */
public final class GatewayStack implements QuarkusTestResourceLifecycleManager {
    public static final ModelInfo STICKERS = TestModels.stickers();
    public static final ModelInfo FUTURES = TestModels.futures();

    private static final ApiKey ALICE = ApiKey.random(new SecureRandom());
    private static final ApiKey BOB = ApiKey.random(new SecureRandom());
    private static final ApiKey REVOKED = ApiKey.random(new SecureRandom());
    private static final ApiKey OPERATOR = ApiKey.random(new SecureRandom());
    private static final ApiKey NO_SCOPE = ApiKey.random(new SecureRandom());

    private Backends backends;

    @Override
    public Map<String, String> start() {
        try {
            backends = Backends.builder().start();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        publishKeysAndModels();
        Map<String, String> settings = new HashMap<>(backends.settings());
        settings.put("test.key.alice", ALICE.value());
        settings.put("test.key.bob", BOB.value());
        settings.put("test.key.revoked", REVOKED.value());
        settings.put("test.key.operator", OPERATOR.value());
        settings.put("test.key.no-scope", NO_SCOPE.value());
        return settings;
    }

    private void publishKeysAndModels() {
        Map<String, Object> settings = Map.of("bootstrap.servers", backends.kafka(), "acks", "all");
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
            Instant now = Instant.now();
            List<String> jobs = List.of(ApiKeyRecord.SCOPE_JOBS);
            ApiKeyRecord revoked = ApiKeyRecord.of(REVOKED, "alice", jobs, now);
            for (ApiKeyRecord key : List.of(
                    ApiKeyRecord.of(ALICE, "alice", jobs, now),
                    ApiKeyRecord.of(BOB, "bob", jobs, now),
                    ApiKeyRecord.of(OPERATOR, "ops", List.of(ApiKeyRecord.SCOPE_OPERATOR), now),
                    ApiKeyRecord.of(NO_SCOPE, "alice", List.of(), now),
                    new ApiKeyRecord(
                            revoked.sha256(), revoked.prefix(), revoked.tenant(), jobs, now, now.minusSeconds(1)))) {
                producer.send(new ProducerRecord<>(Topics.API_KEYS, key.sha256(), Json.encode(key)));
            }
            for (ModelInfo model : List.of(STICKERS, FUTURES)) {
                producer.send(new ProducerRecord<>(Topics.MODELS, model.id(), Json.encode(model)));
            }
        }
    }

    /** For tests that stop and start a server: a field of type {@link Backends}. */
    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(backends, new TestInjector.MatchesType(Backends.class));
    }

    @Override
    public void stop() {
        if (backends != null) {
            backends.close();
        }
    }
}
