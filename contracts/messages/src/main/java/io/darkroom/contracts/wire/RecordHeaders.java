package io.darkroom.contracts.wire;

/** Names of Kafka record headers. Values are UTF-8 text. A trace travels in the headers of W3C Trace Context beside them. */
public final class RecordHeaders {
    /** Of a job record: SHA-256 of the submitted body, if it came with an idempotency key. */
    public static final String FINGERPRINT = "darkroom-fingerprint";

    /** Of a record of {@code darkroom.held}: the lane's topic. Without it, the record is a mark and not a job. */
    public static final String GOES_TO = "darkroom-goes-to";

    /** Of a job record that waited for its tenant's quota: when its lane got it, ms since 1970. */
    public static final String RELEASED_AT = "darkroom-released-at";

    /** Of a job record that was written again: deliveries of the job in earlier records. */
    public static final String DELIVERIES = "darkroom-deliveries";

    private RecordHeaders() {}
}
