package io.darkroom.gateway.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.contracts.callback.Delivery;
import io.darkroom.contracts.explore.Schedules;
import io.darkroom.contracts.explore.Schedules.Chance;
import io.darkroom.contracts.job.JobId;
import io.darkroom.gateway.outbound.Outbound;
import io.darkroom.gateway.outbound.OutboundException;
import io.darkroom.gateway.outbound.OutboundResponse;
import io.darkroom.platform.telemetry.metric.Meters;
import io.darkroom.platform.telemetry.trace.Tracing;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** One delivery against receivers that fail in every way, with crashes and replays in between. */
class WebhookSenderSchedulesTest {
    private static final Instant BEGIN = Instant.parse("2026-03-01T12:00:00Z");
    private static final List<Duration> DELAYS = List.of(
            Duration.ofSeconds(5),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofHours(2),
            Duration.ofHours(5),
            Duration.ofHours(10),
            Duration.ofHours(14),
            Duration.ofHours(20),
            Duration.ofHours(24));
    private static final JobId JOB = JobId.random(1, new Random(1));
    private static final WebhookSecret SECRET = WebhookSecret.random(new Random(5));

    @Test
    void everyDeliveryEndsInScheduleAndIsNeverLostOrChanged() {
        Schedules.explore("courier", 15_000, chance -> new World(chance).play());
    }

    /** What outlives a gateway: the delivery in the log, the log of attempts, the endpoint. */
    private static final class World extends Clock
            implements Outbound, WebhookSender.Directory, DeliveryLog, EndpointHealth {
        private final Chance chance;
        private final List<Instant> calls = new ArrayList<>();
        private Instant now = BEGIN;
        private Instant upFrom;
        private @Nullable Instant mayCallFrom;
        private boolean delivered;
        private boolean disabled;
        private int deliveredReplays = -1;

        World(Chance chance) {
            this.chance = chance;
            this.upFrom = BEGIN.plusSeconds((long) (Math.pow(chance.random().nextDouble(), 3) * 400_000));
        }

        void play() throws Exception {
            Delivery delivery = new Delivery(
                    1, "msg_1", "alice", JOB, "job.completed", "we_1", null, "{\"a\":1}", 0, 0, 0, BEGIN, null, null);
            WebhookSender sender = sender();
            int tries = 0;
            for (int step = 0; step < 200; step++) {
                int before = calls.size();
                Settlement settlement = sender.send(delivery);
                boolean called = calls.size() > before;
                tries += called ? 1 : 0;
                chance.note(now + " " + settlement);
                if (chance.oneIn(20)) {
                    sender = sender(); // the gateway died before it wrote the settlement down: the record comes again
                    continue;
                }
                if (!(settlement instanceof Settlement.Again again)) {
                    end(settlement, delivery);
                    return;
                }
                hold(delivery, again, called);
                now = again.delivery().dueAt().plusMillis(chance.below(2_000));
                delivery = again.delivery().due();
            }
            throw new AssertionError("no end after 200 steps and " + tries + " tries");
        }

        private void hold(Delivery before, Settlement.Again again, boolean called) {
            Delivery after = again.delivery();
            assertThat(after.id()).isEqualTo(before.id());
            assertThat(after.body()).isEqualTo(before.body());
            assertThat(after.tries()).isEqualTo(before.tries() + (called ? 1 : 0));
            Duration wait = Duration.between(now, after.dueAt());
            if (called) {
                Duration wanted = DELAYS.get(after.tries() - 1);
                assertThat(wait).isBetween(wanted, wanted.plus(wanted.dividedBy(10)));
                mayCallFrom = after.notBefore();
            }
            assertThat(wait).isPositive();
        }

        private void end(Settlement settlement, Delivery delivery) {
            switch (settlement) {
                case Settlement.Delivered it -> assertThat(delivered).isTrue();
                case Settlement.GivenUp it ->
                    assertThat(disabled || delivery.tries() == DELAYS.size()).isTrue();
                case Settlement.Dropped it -> assertThat(disabled || delivered).isTrue();
                case Settlement.Again it -> throw new AssertionError("not an end");
            }
            // What was given up or dropped is replayable until it arrives.
            if (!delivered) {
                disabled = false;
                upFrom = now;
                mayCallFrom = null;
                try {
                    assertThat(sender().send(delivery.replayed())).isEqualTo(new Settlement.Delivered());
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        }

        private WebhookSender sender() {
            return new WebhookSender(
                    this,
                    new WebhookCalls(this, Tracing.OFF, new Meters(new SimpleMeterRegistry())),
                    new RetrySchedule(DELAYS, 0.1, Duration.ofHours(24), chance.random()),
                    new ReceiverLimits(1, 1, Duration.ofMillis(1), this),
                    new WebhookSender.History(this, this),
                    new WebhookSender.Timeouts(Duration.ofSeconds(1), Duration.ofDays(5), 336),
                    this);
        }

        @Override
        public OutboundResponse post(URI uri, Map<String, String> headers, byte[] body, Duration deadline)
                throws OutboundException {
            assertThat(headers.get("webhook-id")).isEqualTo("msg_1");
            assertThat(new String(body, StandardCharsets.UTF_8)).isEqualTo("{\"a\":1}");
            assertThat(mayCallFrom == null || !now.isBefore(mayCallFrom))
                    .as("Retry-After")
                    .isTrue();
            assertThat(disabled).as("called though disabled").isFalse();
            calls.add(now);
            if (!now.isBefore(upFrom)) {
                delivered = true;
                return new OutboundResponse(204, null, null, new byte[0]);
            }
            return switch (chance.below(60)) {
                case 0 -> new OutboundResponse(410, null, null, new byte[0]);
                case 1, 2, 3, 4 ->
                    new OutboundResponse(429, null, Integer.toString(1 + chance.below(200_000)), new byte[0]);
                case 5, 6, 7 -> new OutboundResponse(302, null, null, new byte[0]);
                case 8, 9, 10 -> throw new OutboundException(OutboundException.Reason.TIMEOUT, "late", null);
                default -> new OutboundResponse(503, null, null, new byte[0]);
            };
        }

        @Override
        public Optional<WebhookSender.Receiver> find(Delivery delivery) {
            return disabled
                    ? Optional.empty()
                    : Optional.of(new WebhookSender.Receiver("https://hooks.example/", List.of(SECRET)));
        }

        @Override
        public void disable(Delivery delivery, String reason) {
            disabled = true;
        }

        @Override
        public void record(Delivery delivery, @Nullable Attempt attempt, Settlement settlement) {
            if (settlement instanceof Settlement.Delivered && !chance.oneIn(10)) {
                deliveredReplays = delivery.replays();
            }
        }

        @Override
        public boolean isDelivered(Delivery delivery) {
            return deliveredReplays >= delivery.replays();
        }

        @Override
        public List<Entry> ofJob(String tenant, JobId job) {
            return List.of();
        }

        @Override
        public Page page(String tenant, DeliveryFilter filter, @Nullable Cursor cursor, int limit) {
            return new Page(List.of(), null);
        }

        @Override
        public Optional<Entry> find(String tenant, String id) {
            return Optional.empty();
        }

        @Override
        public void succeeded(String endpoint) {}

        @Override
        public Optional<Failing> failed(String endpoint, Instant at) {
            return Optional.empty();
        }

        @Override
        public void check(URI uri) {}

        @Override
        public OutboundResponse fetch(URI uri, int maxBytes, Duration deadline) {
            throw new AssertionError("callbacks are posted");
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
