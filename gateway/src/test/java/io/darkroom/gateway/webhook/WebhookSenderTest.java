package io.darkroom.gateway.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.contracts.callback.Delivery;
import io.darkroom.contracts.job.JobId;
import io.darkroom.gateway.outbound.Outbound;
import io.darkroom.gateway.outbound.OutboundException;
import io.darkroom.gateway.outbound.OutboundResponse;
import io.darkroom.platform.telemetry.metric.Meters;
import io.darkroom.platform.telemetry.trace.Tracing;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookSenderTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final Delivery FRESH = new Delivery(
            1,
            "msg_1",
            "alice",
            JobId.random(1, new Random(1)),
            "job.completed",
            "we_1",
            null,
            "{\"a\":1}",
            0,
            0,
            0,
            NOW,
            null,
            null);

    private final Receiver receiver = new Receiver();
    private final Log log = new Log();
    private final Health health = new Health();
    private final ReceiverLimits limits = new ReceiverLimits(1, 5, Duration.ofMillis(10), CLOCK);
    private final RetrySchedule schedule = new RetrySchedule(
            List.of(Duration.ofSeconds(5), Duration.ofMinutes(5)), 0, Duration.ofHours(1), new Random(1));
    private final WebhookSender sender = new WebhookSender(
            receiver,
            new WebhookCalls(receiver, Tracing.OFF, new Meters(new SimpleMeterRegistry())),
            schedule,
            limits,
            new WebhookSender.History(log, health),
            new WebhookSender.Timeouts(Duration.ofSeconds(1), Duration.ofDays(5), 3),
            CLOCK);

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 204, 299})
    void any2xxIsDelivered(int status) throws Exception {
        receiver.answers(status, null);
        assertThat(sender.send(FRESH)).isEqualTo(new Settlement.Delivered());
        assertThat(receiver.sent.getFirst()).containsKeys("webhook-id", "webhook-timestamp", "webhook-signature");
        assertThat(log.attempts).singleElement().satisfies(attempt -> {
            assertThat(attempt.attempt()).isEqualTo(1);
            assertThat(attempt.status()).isEqualTo(status);
            assertThat(attempt.error()).isNull();
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307, 400, 401, 404, 409, 429, 500, 503})
    void anythingElseIsTriedAgain(int status) throws Exception {
        receiver.answers(status, null);
        Settlement.Again again = (Settlement.Again) sender.send(FRESH);
        assertThat(again.delivery().tries()).isEqualTo(1);
        assertThat(again.delivery().dueAt()).isEqualTo(NOW.plusSeconds(5));
        assertThat(again.topic()).endsWith(".5s");
        assertThat(again.delivery().id()).isEqualTo(FRESH.id());
        assertThat(again.delivery().body()).isEqualTo(FRESH.body());
    }

    @Test
    void noResponseIsRetriedWithItsReason() throws Exception {
        receiver.fails(OutboundException.Reason.TIMEOUT);
        assertThat(sender.send(FRESH)).isInstanceOf(Settlement.Again.class);
        assertThat(log.attempts.getFirst().error()).startsWith("timeout: ");
    }

    @Test
    void givesUpAfterTheLastTry() throws Exception {
        receiver.answers(500, null);
        Settlement.Again first = (Settlement.Again) sender.send(FRESH);
        Settlement.Again second =
                (Settlement.Again) sender.send(first.delivery().due());
        assertThat(second.topic()).endsWith(".5m");
        assertThat(sender.send(second.delivery().due())).isInstanceOf(Settlement.GivenUp.class);
        assertThat(receiver.sent).hasSize(3);
    }

    @Test
    void a410DisablesTheEndpoint() throws Exception {
        receiver.answers(410, null);
        assertThat(sender.send(FRESH)).isInstanceOf(Settlement.GivenUp.class);
        assertThat(receiver.disabled).isEqualTo("gone");
        assertThat(sender.send(FRESH)).isInstanceOf(Settlement.Dropped.class);
        assertThat(receiver.sent).hasSize(1);
    }

    @Test
    void doesNotCallBeforeTheMomentThatTheReceiverAskedFor() throws Exception {
        receiver.answers(429, "600");
        Settlement.Again first = (Settlement.Again) sender.send(FRESH);
        assertThat(first.delivery().notBefore()).isEqualTo(NOW.plusSeconds(600));
        Settlement.Again second =
                (Settlement.Again) sender.send(first.delivery().due());
        assertThat(receiver.sent).hasSize(1);
        assertThat(second.topic()).endsWith(".5m");
        assertThat(second.delivery().tries()).isEqualTo(1);
    }

    @Test
    void aBusyReceiverPutsOffWithoutATry() throws Exception {
        try (var taken = limits.acquire(FRESH.receiver()).orElseThrow()) {
            Settlement.Again again = (Settlement.Again) sender.send(FRESH);
            assertThat(again.delivery().tries()).isZero();
            assertThat(again.topic()).endsWith(".5s");
            assertThat(receiver.sent).isEmpty();
        }
        receiver.answers(200, null);
        assertThat(sender.send(FRESH)).isEqualTo(new Settlement.Delivered());
    }

    @Test
    void aFailingReceiverPutsOffForLongerEachTimeAndNotForEver() throws Exception {
        for (int i = 0; i < ReceiverLimits.FAILING; i++) {
            limits.failed(FRESH.receiver());
        }
        try (var taken = limits.acquire(FRESH.receiver()).orElseThrow()) {
            Delivery delivery = FRESH;
            for (String topic : List.of(".5s", ".5m", ".5m")) {
                Settlement.Again again = (Settlement.Again) sender.send(delivery);
                assertThat(again.topic()).endsWith(topic);
                assertThat(again.delivery().tries()).isZero();
                delivery = again.delivery().due();
            }
            assertThat(sender.send(delivery)).isInstanceOf(Settlement.GivenUp.class);
        }
        assertThat(receiver.sent).isEmpty();
    }

    @Test
    void anEndpointThatOnlyFailsForTooLongIsDisabled() throws Exception {
        receiver.answers(500, null);
        health.failing = new EndpointHealth.Failing(NOW.minus(Duration.ofDays(5)), 9);
        sender.send(FRESH);
        assertThat(receiver.disabled).as("too few tries").isNull();
        health.failing =
                new EndpointHealth.Failing(NOW.minus(Duration.ofDays(5)).plusMillis(1), 1_000);
        sender.send(FRESH);
        assertThat(receiver.disabled).as("not long enough").isNull();
        health.failing = new EndpointHealth.Failing(NOW.minus(Duration.ofDays(5)), 10);
        sender.send(FRESH);
        assertThat(receiver.disabled).isEqualTo("failing");
    }

    @Test
    void aSuccessClearsTheRecordOfFailures() throws Exception {
        for (int i = 0; i < ReceiverLimits.FAILING; i++) {
            limits.failed(FRESH.receiver());
        }
        receiver.answers(204, null);
        assertThat(sender.send(FRESH)).isEqualTo(new Settlement.Delivered());
        assertThat(limits.isFailing(FRESH.receiver())).isFalse();
        assertThat(health.successes).isEqualTo(1);
    }

    @Test
    void whatIsDeliveredIsNotSentAgainUnlessReplayed() throws Exception {
        log.delivered = true;
        assertThat(sender.send(FRESH)).isInstanceOf(Settlement.Dropped.class);
        assertThat(receiver.sent).isEmpty();
    }

    /** A receiver whose answers are set. */
    private static final class Receiver implements Outbound, WebhookSender.Directory {
        private final List<Map<String, String>> sent = new ArrayList<>();
        private int status;
        private String retryAfter;
        private OutboundException.Reason failure;
        private @Nullable String disabled;

        void answers(int with, String after) {
            status = with;
            retryAfter = after;
        }

        void fails(OutboundException.Reason why) {
            failure = why;
        }

        @Override
        public OutboundResponse post(URI uri, Map<String, String> headers, byte[] body, Duration deadline)
                throws OutboundException {
            sent.add(headers);
            if (failure != null) {
                throw new OutboundException(failure, "planted", null);
            }
            return new OutboundResponse(status, "text/plain", retryAfter, new byte[0]);
        }

        @Override
        public Optional<WebhookSender.Receiver> find(Delivery delivery) {
            return disabled != null
                    ? Optional.empty()
                    : Optional.of(new WebhookSender.Receiver(
                            "https://hooks.example/", List.of(WebhookSecret.random(new Random(5)))));
        }

        @Override
        public void disable(Delivery delivery, String reason) {
            disabled = reason;
        }

        @Override
        public void check(URI uri) {}

        @Override
        public OutboundResponse fetch(URI uri, int maxBytes, Duration deadline) {
            throw new AssertionError("callbacks are posted");
        }
    }

    private static final class Log implements DeliveryLog {
        private final List<Attempt> attempts = new ArrayList<>();
        private boolean delivered;

        @Override
        public void record(Delivery delivery, Attempt attempt, Settlement settlement) {
            if (attempt != null) {
                attempts.add(attempt);
            }
        }

        @Override
        public boolean isDelivered(Delivery delivery) {
            return delivered;
        }

        @Override
        public List<Entry> ofJob(String tenant, JobId job) {
            return List.of();
        }

        @Override
        public Page page(String tenant, DeliveryFilter filter, Cursor cursor, int limit) {
            return new Page(List.of(), null);
        }

        @Override
        public Optional<Entry> find(String tenant, String id) {
            return Optional.empty();
        }
    }

    /** Reports a configured number of failures. */
    private static final class Health implements EndpointHealth {
        private @Nullable Failing failing;
        private int successes;

        @Override
        public void succeeded(String endpoint) {
            successes++;
        }

        @Override
        public Optional<Failing> failed(String endpoint, Instant at) {
            return Optional.ofNullable(failing);
        }
    }
}
