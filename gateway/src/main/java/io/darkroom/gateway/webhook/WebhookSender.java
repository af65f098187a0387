package io.darkroom.gateway.webhook;

import io.darkroom.contracts.callback.Delivery;
import io.darkroom.contracts.callback.WebhookEndpoint;
import io.darkroom.gateway.outbound.OutboundException;
import io.darkroom.gateway.outbound.OutboundResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sends a delivery to its receiver once and decides how it is settled. Runs on a virtual thread. */
final class WebhookSender {
    private static final int GONE = 410;

    private final Directory directory;
    private final WebhookCalls calls;
    private final RetrySchedule schedule;
    private final ReceiverLimits limits;
    private final DeliveryLog log;
    private final EndpointHealth health;
    private final Timeouts timeouts;
    private final Clock clock;

    /**
     * @param timeout timeout of one call
     * @param disableAfter how long all tries of an endpoint may fail before it is disabled
     * @param maxDeferrals how often a delivery to a failing receiver is deferred before it is given up
     */
    record Timeouts(Duration timeout, Duration disableAfter, int maxDeferrals) {}

    /** What was tried before. */
    record History(DeliveryLog log, EndpointHealth health) {}

    WebhookSender(
            Directory directory,
            WebhookCalls calls,
            RetrySchedule schedule,
            ReceiverLimits limits,
            History history,
            Timeouts timeouts,
            Clock clock) {
        this.directory = directory;
        this.calls = calls;
        this.schedule = schedule;
        this.limits = limits;
        this.log = history.log();
        this.health = history.health();
        this.timeouts = timeouts;
        this.clock = clock;
    }

    Settlement send(Delivery delivery) throws InterruptedException {
        Instant now = clock.instant();
        Instant notBefore = delivery.notBefore();
        if (notBefore != null && now.isBefore(notBefore)) {
            return again(delivery, schedule.until(notBefore, now));
        }
        Optional<Receiver> receiver = directory.find(delivery);
        if (receiver.isEmpty()) {
            return logged(delivery, null, new Settlement.Dropped("the endpoint is gone or disabled"));
        }
        if (log.isDelivered(delivery)) {
            return new Settlement.Dropped("delivered before");
        }
        Optional<ReceiverLimits.Permit> pass = limits.acquire(delivery.receiver());
        if (pass.isEmpty()) {
            return defer(delivery, now);
        }
        try (ReceiverLimits.Permit held = pass.get()) {
            return call(delivery, receiver.get());
        }
    }

    /**
     * Defers a delivery without a try: briefly if the receiver is only busy; with growing delays and a limited number
     * of times if it is failing.
     */
    private Settlement defer(Delivery delivery, Instant now) {
        if (!limits.isFailing(delivery.receiver())) {
            return again(delivery, schedule.deferral(0, now));
        }
        if (delivery.deferrals() >= timeouts.maxDeferrals()) {
            return logged(
                    delivery,
                    null,
                    new Settlement.GivenUp(
                            "deferred " + delivery.deferrals() + " times because the receiver is" + " failing"));
        }
        return again(delivery.deferred(), schedule.deferral(delivery.deferrals(), now));
    }

    private Settlement call(Delivery delivery, Receiver receiver) {
        Instant at = clock.instant();
        long start = System.nanoTime();
        byte[] body = delivery.body().getBytes(StandardCharsets.UTF_8);
        try {
            OutboundResponse response = calls.post(
                    delivery, receiver.url(), headers(delivery, receiver, at, body), body, timeouts.timeout());
            String error = response.isSuccess() ? null : "HTTP " + response.status();
            Attempt attempt = attempt(delivery, at, start, response.status(), error, text(response.body()));
            recordHealth(delivery, response.isSuccess(), at);
            return logged(delivery, attempt, settlementFor(delivery, response));
        } catch (OutboundException e) {
            String error = e.reason().wireName() + ": " + e.getMessage();
            Attempt attempt = attempt(delivery, at, start, null, error, null);
            recordHealth(delivery, false, at);
            return logged(delivery, attempt, failed(delivery, null));
        }
    }

    /** Records the result before the permit is released, so that the next delivery takes it into account. */
    private void recordHealth(Delivery delivery, boolean success, Instant at) {
        String endpoint = delivery.endpoint();
        if (success) {
            limits.succeeded(delivery.receiver());
            if (endpoint != null) {
                health.succeeded(endpoint);
            }
            return;
        }
        limits.failed(delivery.receiver());
        if (endpoint != null
                && health.failed(endpoint, at)
                        .filter(failing -> failing.isPermanent(at, timeouts.disableAfter()))
                        .isPresent()) {
            directory.disable(delivery, WebhookEndpoint.FAILING);
        }
    }

    private Settlement settlementFor(Delivery delivery, OutboundResponse response) {
        if (response.isSuccess()) {
            return new Settlement.Delivered();
        }
        if (response.status() == GONE) {
            directory.disable(delivery, WebhookEndpoint.GONE);
            return new Settlement.GivenUp("the receiver answered 410 Gone");
        }
        return failed(delivery, response.retryAfter());
    }

    /** The settlement after a failed try. */
    Settlement failed(Delivery delivery, @Nullable String retryAfter) {
        Instant now = clock.instant();
        Delivery tried = delivery.tried(schedule.askedFor(retryAfter, now));
        Optional<RetrySchedule.Wait> wait = schedule.afterTry(tried.tries(), now);
        if (wait.isEmpty()) {
            return new Settlement.GivenUp("all " + schedule.maxTries() + " tries failed");
        }
        return again(tried, wait.get());
    }

    private static Settlement again(Delivery delivery, RetrySchedule.Wait wait) {
        return new Settlement.Again(delivery.waitingUntil(wait.due()), wait.topic());
    }

    private Settlement logged(Delivery delivery, @Nullable Attempt attempt, Settlement settlement) {
        log.record(delivery, attempt, settlement);
        return settlement;
    }

    private static Map<String, String> headers(Delivery delivery, Receiver receiver, Instant at, byte[] body) {
        return Map.of(
                "webhook-id", delivery.id(),
                "webhook-timestamp", Long.toString(at.getEpochSecond()),
                "webhook-signature", WebhookSecret.signAll(receiver.secrets(), delivery.id(), at, body));
    }

    private static Attempt attempt(
            Delivery delivery,
            Instant at,
            long start,
            @Nullable Integer status,
            @Nullable String error,
            @Nullable String answer) {
        long took = Duration.ofNanos(System.nanoTime() - start).toMillis();
        return new Attempt(at, delivery.tries() + 1, status, error, took, answer);
    }

    /** The beginning of the response body, with control characters replaced, for the attempt log. */
    private static @Nullable String text(byte[] body) {
        String text = new String(body, 0, Math.min(body.length, 256), StandardCharsets.UTF_8)
                .replaceAll("\\p{C}+", " ")
                .strip();
        return text.isEmpty() ? null : text;
    }

    /**
     * URL and signing secrets of a receiver.
     *
     * @param secrets valid secrets, newest first
     */
    record Receiver(String url, List<WebhookSecret> secrets) {
        static Receiver of(String url, WebhookEndpoint signer, Instant now) {
            return new Receiver(
                    url,
                    signer.secrets().stream()
                            .filter(live -> live.liveAt(now))
                            .map(live -> WebhookSecret.parse(live.secret()))
                            .toList());
        }

        @Override
        public String toString() {
            return "Receiver[" + url + "]";
        }
    }

    /** Finds the current receiver of a delivery. */
    interface Directory {
        /** The receiver; empty if the endpoint was deleted or disabled. */
        Optional<Receiver> find(Delivery delivery);

        /**
         * Disables the endpoint of the delivery, if it has one.
         *
         * @param reason {@link WebhookEndpoint#GONE} or {@link WebhookEndpoint#FAILING}
         */
        void disable(Delivery delivery, String reason);
    }
}
