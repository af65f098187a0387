package io.darkroom.gateway.webhook;

import io.darkroom.contracts.callback.Delivery;
import io.darkroom.gateway.outbound.Outbound;
import io.darkroom.gateway.outbound.OutboundException;
import io.darkroom.gateway.outbound.OutboundResponse;
import io.darkroom.platform.telemetry.metric.EdgeMetrics;
import io.darkroom.platform.telemetry.metric.Meters;
import io.darkroom.platform.telemetry.trace.Facts;
import io.darkroom.platform.telemetry.trace.Span;
import io.darkroom.platform.telemetry.trace.Traces;
import io.darkroom.platform.telemetry.trace.Traces.Kind;
import io.darkroom.platform.telemetry.trace.Traces.Start;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Calls receivers. Each call is measured and is a span of the job's trace, which is propagated to the receiver. */
final class WebhookCalls {
    private final Outbound outbound;
    private final Traces traces;
    private final Meters meters;

    WebhookCalls(Outbound outbound, Traces traces, Meters meters) {
        this.outbound = outbound;
        this.traces = traces;
        this.meters = meters;
    }

    /** @throws OutboundException if there is no response; a response of any status is returned */
    OutboundResponse post(Delivery delivery, String url, Map<String, String> headers, byte[] body, Duration deadline)
            throws OutboundException {
        URI uri = Outbound.uri(url);
        long start = System.nanoTime();
        String result = "failed";
        try (Span span = span(delivery, uri)) {
            Map<String, String> all = new HashMap<>(headers);
            all.putAll(traces.carried());
            try {
                OutboundResponse response = outbound.post(uri, all, body, deadline);
                result = response.status() / 100 + "xx";
                span.with(Facts.STATUS, response.status());
                if (!response.isSuccess()) {
                    span.failed("HTTP " + response.status());
                }
                return response;
            } catch (OutboundException e) {
                result = e.reason().wireName();
                span.failed(result);
                throw e;
            }
        } finally {
            meters.timer(EdgeMetrics.WEBHOOK_CALLS, result).record(Duration.ofNanos(System.nanoTime() - start));
        }
    }

    private Span span(Delivery delivery, URI uri) {
        Span span = traces.begin(Start.of("webhook", Kind.CLIENT))
                .with(Facts.MESSAGE, delivery.id())
                .with(Facts.TENANT, delivery.tenant())
                .with(Facts.ATTEMPT, delivery.tries() + 1)
                .with(Facts.HOST, String.valueOf(uri.getHost()));
        return delivery.jobId() == null
                ? span
                : span.with(Facts.JOB, delivery.jobId().value());
    }
}
