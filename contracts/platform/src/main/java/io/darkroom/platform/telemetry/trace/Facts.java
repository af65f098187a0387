package io.darkroom.platform.telemetry.trace;

/** Names of facts that spans tell. Where OpenTelemetry has a name for it, that one is used. */
public final class Facts {
    public static final String JOB = "darkroom.job";
    public static final String TENANT = "darkroom.tenant";
    public static final String KIND = "darkroom.kind";
    public static final String MODEL = "darkroom.model";
    public static final String LANE = "darkroom.lane";
    public static final String WORKER = "darkroom.worker";
    /** Number of the attempt at the job, or of the try to deliver. */
    public static final String ATTEMPT = "darkroom.attempt";

    public static final String DELIVERIES = "darkroom.deliveries";
    public static final String VERDICT = "darkroom.verdict";
    public static final String STATE = "darkroom.state";
    public static final String ITEM = "darkroom.item";
    public static final String ITEMS = "darkroom.items";
    /** Denoising steps, over all items. */
    public static final String STEPS = "darkroom.steps";
    /** The job's own share of the device's time, milliseconds; the rest of the span it waited for its turn. */
    public static final String DEVICE_MS = "darkroom.device_ms";

    public static final String BYTES = "darkroom.bytes";
    public static final String TOPIC = "messaging.destination.name";
    public static final String STATUS = "http.response.status_code";
    public static final String HOST = "server.address";
    public static final String MESSAGE = "messaging.message.id";

    private Facts() {}
}
