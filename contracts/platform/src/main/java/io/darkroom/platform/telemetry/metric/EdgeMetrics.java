package io.darkroom.platform.telemetry.metric;

import static io.darkroom.platform.telemetry.metric.Catalogue.CALLS;
import static io.darkroom.platform.telemetry.metric.Catalogue.GATEWAY;

import io.darkroom.platform.telemetry.metric.Metric.Label;
import java.util.List;

/** What the gateway does besides taking jobs: projection, streams, webhooks, sweeping. */
public final class EdgeMetrics {
    private static final Label CAUSE = new Label("cause", "causes of docs/reference/retention.md, e.g. output");

    public static final Metric PROJECTION_LAG = Metric.gauge(
            GATEWAY,
            "darkroom.projection.lag",
            "",
            "Records of this gateway's partitions that are not in the views yet");

    public static final Metric PROJECTION_DELAY = Metric.gauge(
            GATEWAY,
            "darkroom.projection.delay",
            "seconds",
            "Age of the newest record in the views while others wait behind it; 0 if none waits");

    public static final Metric PROJECTED =
            Metric.counter(GATEWAY, "darkroom.projection.records", "", "Records that were carried into the views");

    public static final Metric STREAMS_OPEN =
            Metric.gauge(GATEWAY, "darkroom.streams.open", "", "Event streams that clients hold open");

    public static final Metric STREAMS_REFUSED = Metric.counter(
            GATEWAY, "darkroom.streams.refused", "", "Streams that were refused because all places were taken");

    public static final Metric WEBHOOK_CALLS = Metric.timer(
                    GATEWAY,
                    "darkroom.webhooks.calls",
                    "Calls of receivers",
                    new Label(
                            "result", "2xx, 3xx, 4xx, 5xx, or why there was no answer: refused, timeout, unreachable"))
            .within(CALLS);

    public static final Metric WEBHOOK_SETTLEMENTS = Metric.counter(
            GATEWAY,
            "darkroom.webhooks.settlements",
            "",
            "What became of deliveries each time they were taken",
            new Label("settlement", "delivered, waiting (for its next try), given_up, dropped"));

    public static final Metric WEBHOOKS_WAITING = Metric.gauge(
            GATEWAY,
            "darkroom.webhooks.waiting",
            "",
            "Deliveries that are due and not taken yet, of this gateway's partitions");

    public static final Metric WEBHOOKS_IN_HAND =
            Metric.gauge(GATEWAY, "darkroom.webhooks.in.hand", "", "Deliveries taken and not settled yet");

    public static final Metric WEBHOOKS_FAILING = Metric.gauge(
            GATEWAY, "darkroom.webhooks.failing.receivers", "", "Receivers that only fail, as this gateway sees it");

    public static final Metric ENDPOINTS_DISABLED = Metric.counter(
            GATEWAY,
            "darkroom.webhooks.endpoints.disabled",
            "",
            "Endpoints that were disabled because of what they answered",
            new Label("reason", "gone (410), failing (for too long)"));

    public static final Metric RETENTION_REMOVED =
            Metric.counter(GATEWAY, "darkroom.retention.removed", "", "Objects that sweeps removed", CAUSE);

    public static final Metric RETENTION_DUE = Metric.gauge(
            GATEWAY,
            "darkroom.retention.due",
            "",
            "Objects that the last whole sweep found due, removed or not",
            CAUSE);

    static final List<Metric> ALL = List.of(
            PROJECTION_LAG,
            PROJECTION_DELAY,
            PROJECTED,
            STREAMS_OPEN,
            STREAMS_REFUSED,
            WEBHOOK_CALLS,
            WEBHOOK_SETTLEMENTS,
            WEBHOOKS_WAITING,
            WEBHOOKS_IN_HAND,
            WEBHOOKS_FAILING,
            ENDPOINTS_DISABLED,
            RETENTION_REMOVED,
            RETENTION_DUE);

    private EdgeMetrics() {}
}
