package io.darkroom.gateway.notify;

import io.darkroom.contracts.callback.Delivery;
import io.darkroom.contracts.callback.WebhookEndpoint;
import io.darkroom.gateway.outbound.Outbound;
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

/** Brings one delivery to its receiver, once, and says what becomes of it. Runs on a virtual thread. */
final class Courier {
    private static final int GONE = 410;

    private final Directory directory;
    private final Outbound outbound;
    private final RetrySchedule schedule;
    private final ReceiverLimits limits;
    private final DeliveryLog log;
    private final Duration timeout;
    private final Clock clock;

    Courier(
            Directory directory,
            Outbound outbound,
            RetrySchedule schedule,
            ReceiverLimits limits,
            DeliveryLog log,
            Duration timeout,
            Clock clock) {
        this.directory = directory;
        this.outbound = outbound;
        this.schedule = schedule;
        this.limits = limits;
        this.log = log;
        this.timeout = timeout;
        this.clock = clock;
    }

    Settlement bring(Delivery delivery) throws InterruptedException {
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
        if (!limits.enter(delivery.receiver())) {
            return again(delivery.deferred(), schedule.deferral(delivery.deferrals(), now));
        }
        try {
            return call(delivery, receiver.get());
        } finally {
            limits.leave(delivery.receiver());
        }
    }

    private Settlement call(Delivery delivery, Receiver receiver) {
        Instant at = clock.instant();
        long start = System.nanoTime();
        byte[] body = delivery.body().getBytes(StandardCharsets.UTF_8);
        try {
            OutboundResponse answer =
                    outbound.post(Outbound.uri(receiver.url()), headers(delivery, receiver, at, body), body, timeout);
            String error = answer.isSuccess() ? null : "HTTP " + answer.status();
            Attempt attempt = attempt(delivery, at, start, answer.status(), error, text(answer.body()));
            return logged(delivery, attempt, judge(delivery, answer));
        } catch (OutboundException e) {
            String error = e.reason().wireName() + ": " + e.getMessage();
            Attempt attempt = attempt(delivery, at, start, null, error, null);
            return logged(delivery, attempt, failed(delivery, null));
        }
    }

    private Settlement judge(Delivery delivery, OutboundResponse answer) {
        if (answer.isSuccess()) {
            return new Settlement.Delivered();
        }
        if (answer.status() == GONE) {
            directory.disable(delivery);
            return new Settlement.GivenUp("the receiver answered 410: it is gone");
        }
        return failed(delivery, answer.retryAfter());
    }

    /** A try that came to nothing. */
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

    /** What a person may want to see of the answer: its beginning, printable. */
    private static @Nullable String text(byte[] body) {
        String text = new String(body, 0, Math.min(body.length, 256), StandardCharsets.UTF_8)
                .replaceAll("\\p{C}+", " ")
                .strip();
        return text.isEmpty() ? null : text;
    }

    /**
     * Who is called, and what signs.
     *
     * @param secrets those in force, newest first
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

    /** Where deliveries go to by now. */
    interface Directory {
        /** Empty: the endpoint was deleted or is disabled. */
        Optional<Receiver> find(Delivery delivery);

        /** The receiver said that it is gone for good. */
        void disable(Delivery delivery);
    }
}
