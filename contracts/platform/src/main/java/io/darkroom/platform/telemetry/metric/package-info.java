/**
 * Every metric, declared once: {@link io.darkroom.platform.telemetry.metric.Catalogue} defines its name, unit, meaning and labels, {@link
 * io.darkroom.platform.telemetry.metric.Meters} is the only way to record one, and the reference in {@code docs/reference/metrics.md},
 * alerts and dashboards are compared with the catalogue by tests.
 *
 * <p>Labels have few values: lanes, kinds, models, outcomes. No tenant, no job, no address is ever a label; those are in traces
 * and log lines.
 */
@NullMarked
package io.darkroom.platform.telemetry.metric;

import org.jspecify.annotations.NullMarked;
