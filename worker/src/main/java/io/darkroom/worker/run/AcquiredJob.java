package io.darkroom.worker.run;

import io.darkroom.contracts.job.JobId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A record that this worker holds the acquisition lock of.
 *
 * @param timestamp when it was published, by the publisher's clock
 * @param value the job request as JSON; null or garbage if somebody else wrote there
 * @param deliveries how often the job was handed out, this time included; too low after a broker crash
 * @param recordDeliveries how often the broker handed out this record, for its own limit; lower than {@code deliveries}
 *     if the job was put into a new record on its way
 * @param carried headers by which the job's trace goes on; empty: it has none
 */
public record AcquiredJob(
        String topic,
        int partition,
        long offset,
        Instant timestamp,
        byte @Nullable [] key,
        byte @Nullable [] value,
        int deliveries,
        int recordDeliveries,
        Map<String, String> carried) {
    /** A record of a job that is not traced. */
    public AcquiredJob(
            String topic,
            int partition,
            long offset,
            Instant timestamp,
            byte @Nullable [] key,
            byte @Nullable [] value,
            int deliveries,
            int recordDeliveries) {
        this(topic, partition, offset, timestamp, key, value, deliveries, recordDeliveries, Map.of());
    }

    /** Id of the job, as far as the record's key says it; empty if it does not. */
    public String name() {
        String name = key == null ? "" : new String(key, StandardCharsets.UTF_8);
        return JobId.isValid(name) ? name : "";
    }

    @Override
    public String toString() {
        return topic + "-" + partition + "@" + offset;
    }
}
