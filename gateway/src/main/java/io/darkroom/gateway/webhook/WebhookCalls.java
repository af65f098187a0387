package io.darkroom.gateway.webhook;

import io.darkroom.contracts.callback.Delivery;
import io.darkroom.gateway.outbound.Outbound;
import io.darkroom.gateway.outbound.OutboundException;
import io.darkroom.gateway.outbound.OutboundResponse;
import io.darkroom.platform.telemetry.metric.EdgeMetrics;
import io.darkroom.platform.telemetry.metric.Meters;
import io.darkroom.platform.telemetry.trace.ActiveSpan;
import io.darkroom.platform.telemetry.trace.SpanAttributes;
import io.darkroom.platform.telemetry.trace.Tracing;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Calls receivers. Each call is measured and is a span of the job's trace, which is propagated to the receiver. */
final class WebhookCalls {
    private final Outbound outbound;
    private final Tracing traces;
    private final Meters meters;

    WebhookCalls(Outbound outbound, Tracing traces, Meters meters) {
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
        try (ActiveSpan call = span(delivery, uri)) {
            Map<String, String> all = new HashMap<>(headers);
            all.putAll(traces.headers());
            try {
                OutboundResponse response = outbound.post(uri, all, body, deadline);
                result = response.status() / 100 + "xx";
                call.span().setAttribute(SpanAttributes.STATUS, response.status());
                if (!response.isSuccess()) {
                    call.span().setStatus(StatusCode.ERROR, "HTTP " + response.status());
                }
                return response;
            } catch (OutboundException e) {
                result = e.reason().wireName();
                call.span().setStatus(StatusCode.ERROR, result);
                throw e;
            }
        } finally {
            meters.timer(EdgeMetrics.WEBHOOK_CALLS, result).record(Duration.ofNanos(System.nanoTime() - start));
        }
    }

    private ActiveSpan span(Delivery delivery, URI uri) {
        SpanBuilder span = traces.span("webhook")
                .setSpanKind(SpanKind.CLIENT)
                .setAttribute(SpanAttributes.MESSAGE, delivery.id())
                .setAttribute(SpanAttributes.TENANT, delivery.tenant())
                .setAttribute(SpanAttributes.ATTEMPT, delivery.tries() + 1)
                .setAttribute(SpanAttributes.HOST, String.valueOf(uri.getHost()));
        if (delivery.jobId() != null) {
            span.setAttribute(SpanAttributes.JOB, delivery.jobId().value());
        }
        return ActiveSpan.start(span);
    }
}
