package io.darkroom.platform.telemetry.metric;

import static io.darkroom.platform.telemetry.metric.Catalogue.CALLS;
import static io.darkroom.platform.telemetry.metric.Catalogue.GATEWAY;

import io.darkroom.platform.telemetry.metric.Metric.Label;
import java.util.List;

/** The gateway apart from accepting jobs: projection, streams, webhooks, sweeps. */
public final class EdgeMetrics {
    private static final Label CAUSE = new Label("cause", "causes of docs/reference/retention.md, e.g. output");

    public static final Metric PROJECTION_LAG = Metric.gauge(
            GATEWAY,
            "darkroom.projection.lag",
            "",
            "Records of this gateway's partitions that are not yet in the views");

    public static final Metric PROJECTION_DELAY = Metric.gauge(
            GATEWAY,
            "darkroom.projection.delay",
            "seconds",
            "Age of the newest record in the views while others wait behind it; 0 if none waits");

    public static final Metric PROJECTED =
            Metric.counter(GATEWAY, "darkroom.projection.records", "", "Records that were written to the views");

    public static final Metric STREAMS_OPEN =
            Metric.gauge(GATEWAY, "darkroom.streams.open", "", "Event streams that clients keep open");

    public static final Metric STREAMS_REFUSED = Metric.counter(
            GATEWAY,
            "darkroom.streams.refused",
            "",
            "Streams that were refused because the limit of open streams was reached");

    public static final Metric WEBHOOK_CALLS = Metric.timer(
                    GATEWAY,
                    "darkroom.webhooks.calls",
                    "Calls of receivers",
                    new Label(
                            "result",
                            "2xx, 3xx, 4xx, 5xx, or why there was no response: refused, timeout, unreachable"))
            .within(CALLS);

    public static final Metric WEBHOOK_SETTLEMENTS = Metric.counter(
            GATEWAY,
            "darkroom.webhooks.settlements",
            "",
            "Results of deliveries, each time they were processed",
            new Label("settlement", "delivered, waiting (for its next try), given_up, dropped"));

    public static final Metric WEBHOOKS_WAITING = Metric.gauge(
            GATEWAY,
            "darkroom.webhooks.waiting",
            "",
            "Deliveries that are due and not yet processed, of this gateway's partitions");

    public static final Metric WEBHOOKS_IN_HAND =
            Metric.gauge(GATEWAY, "darkroom.webhooks.in.hand", "", "Deliveries in progress, not yet settled");

    public static final Metric WEBHOOKS_FAILING = Metric.gauge(
            GATEWAY,
            "darkroom.webhooks.failing.receivers",
            "",
            "Receivers that currently only fail, as seen by this gateway");

    public static final Metric ENDPOINTS_DISABLED = Metric.counter(
            GATEWAY,
            "darkroom.webhooks.endpoints.disabled",
            "",
            "Endpoints that were disabled because of their responses",
            new Label("reason", "gone (410), failing (for too long)"));

    public static final Metric RETENTION_REMOVED =
            Metric.counter(GATEWAY, "darkroom.retention.removed", "", "Objects that sweeps removed", CAUSE);

    public static final Metric RETENTION_DUE = Metric.gauge(
            GATEWAY,
            "darkroom.retention.due",
            "",
            "Objects that the last complete sweep found due, removed or not",
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
