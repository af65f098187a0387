package io.darkroom.platform.telemetry.trace;

import io.opentelemetry.api.common.AttributeKey;

/** Attributes of spans. Where OpenTelemetry has a name for one, that name is used. */
public final class SpanAttributes {
    public static final AttributeKey<String> JOB = AttributeKey.stringKey("darkroom.job");
    public static final AttributeKey<String> TENANT = AttributeKey.stringKey("darkroom.tenant");
    public static final AttributeKey<String> KIND = AttributeKey.stringKey("darkroom.kind");
    public static final AttributeKey<String> MODEL = AttributeKey.stringKey("darkroom.model");
    public static final AttributeKey<String> LANE = AttributeKey.stringKey("darkroom.lane");
    public static final AttributeKey<String> WORKER = AttributeKey.stringKey("darkroom.worker");
    /** Number of the attempt at the job, or of the try to deliver. */
    public static final AttributeKey<Long> ATTEMPT = AttributeKey.longKey("darkroom.attempt");

    public static final AttributeKey<Long> DELIVERIES = AttributeKey.longKey("darkroom.deliveries");
    public static final AttributeKey<String> VERDICT = AttributeKey.stringKey("darkroom.verdict");
    public static final AttributeKey<String> STATE = AttributeKey.stringKey("darkroom.state");
    public static final AttributeKey<Long> ITEM = AttributeKey.longKey("darkroom.item");
    public static final AttributeKey<Long> ITEMS = AttributeKey.longKey("darkroom.items");
    /** Denoising steps, over all items. */
    public static final AttributeKey<Long> STEPS = AttributeKey.longKey("darkroom.steps");
    /** The job's own share of the device's time, milliseconds; the rest of the span it waited for its turn. */
    public static final AttributeKey<Long> DEVICE_MS = AttributeKey.longKey("darkroom.device_ms");

    public static final AttributeKey<Long> BYTES = AttributeKey.longKey("darkroom.bytes");
    public static final AttributeKey<String> TOPIC = AttributeKey.stringKey("messaging.destination.name");
    public static final AttributeKey<Long> STATUS = AttributeKey.longKey("http.response.status_code");
    public static final AttributeKey<String> HOST = AttributeKey.stringKey("server.address");
    public static final AttributeKey<String> MESSAGE = AttributeKey.stringKey("messaging.message.id");

    private SpanAttributes() {}
}
