package io.darkroom.contracts.wire;

/** Names of Kafka record headers. Values are UTF-8 text. Traces are propagated in the W3C Trace Context headers. */
public final class RecordHeaders {
    /** Job record: SHA-256 of the submitted body, if it was submitted with an idempotency key. */
    public static final String FINGERPRINT = "darkroom-fingerprint";

    /** Record of {@code darkroom.held}: topic of the job's lane. A record without this header is a mark, not a job. */
    public static final String GOES_TO = "darkroom-goes-to";

    /**
     * Job record that waited for its tenant's quota: when it was released to its lane, in milliseconds since the epoch.
     */
    public static final String RELEASED_AT = "darkroom-released-at";

    /** Job record that was republished: delivery count over the earlier records. */
    public static final String DELIVERIES = "darkroom-deliveries";

    private RecordHeaders() {}
}
