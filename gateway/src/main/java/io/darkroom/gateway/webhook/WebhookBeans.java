package io.darkroom.gateway.webhook;

import io.darkroom.gateway.outbound.Outbound;
import io.darkroom.platform.telemetry.metric.EdgeMetrics;
import io.darkroom.platform.telemetry.metric.Meters;
import io.darkroom.platform.telemetry.trace.Tracing;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.random.RandomGenerator;

/** Produces the parts of the webhook sender from the configuration. */
final class WebhookBeans {
    private WebhookBeans() {}

    @Produces
    @Singleton
    static WebhookCalls calls(Outbound outbound, Tracing traces, Meters meters) {
        return new WebhookCalls(outbound, traces, meters);
    }

    @Produces
    @Singleton
    static ReceiverLimits limits(WebhookConfig config, Meters meters, Clock clock) {
        ReceiverLimits limits =
                new ReceiverLimits(config.callsPerReceiver(), config.waitingPerReceiver(), config.patience(), clock);
        meters.gauge(EdgeMetrics.WEBHOOKS_FAILING, limits, ReceiverLimits::failing);
        return limits;
    }

    /** @throws IllegalArgumentException if the configured delays or jitter are invalid */
    @Produces
    @Singleton
    static RetrySchedule schedule(WebhookConfig config, RandomGenerator random) {
        return new RetrySchedule(config.delays(), config.jitter(), config.retryAfterMax(), random);
    }

    @Produces
    @Singleton
    static WebhookSender.History history(DeliveryLog log, EndpointHealth health) {
        return new WebhookSender.History(log, health);
    }

    @Produces
    @Singleton
    static WebhookSender sender(
            WebhookConfig config,
            KafkaEndpoints endpoints,
            WebhookCalls calls,
            RetrySchedule schedule,
            ReceiverLimits limits,
            WebhookSender.History history,
            Clock clock) {
        return new WebhookSender(
                endpoints,
                calls,
                schedule,
                limits,
                history,
                new WebhookSender.Timeouts(config.timeout(), config.disableAfter(), config.maxDeferrals()),
                clock);
    }
}
