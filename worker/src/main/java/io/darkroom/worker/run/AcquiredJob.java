package io.darkroom.worker.run;

import io.darkroom.contracts.job.JobId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A record whose acquisition lock this worker holds.
 *
 * @param timestamp time of publication, by the publisher's clock
 * @param value the job request as JSON; null or unreadable if another program wrote to the topic
 * @param traceHeaders headers that continue the job's trace; empty if it is not traced
 */
public record AcquiredJob(
        Position position,
        Instant timestamp,
        byte @Nullable [] key,
        byte @Nullable [] value,
        DeliveryCount deliveryCount,
        Map<String, String> traceHeaders) {
    /** Where the record is stored. */
    public record Position(String topic, int partition, long offset) {
        @Override
        public String toString() {
            return topic + "-" + partition + "@" + offset;
        }
    }

    /**
     * @param ofJob deliveries of the job, including this one; too low after a broker crash
     * @param ofRecord deliveries of this record, which the broker's limit applies to; lower than {@code ofJob} if the job
     *     was requeued as a new record
     */
    public record DeliveryCount(int ofJob, int ofRecord) {}

    /** Deliveries of the job, including this one. */
    public int deliveries() {
        return deliveryCount.ofJob();
    }

    /** Id of the job, taken from the record's key; empty if the key is not a job id. */
    public String name() {
        String name = key == null ? "" : new String(key, StandardCharsets.UTF_8);
        return JobId.isValid(name) ? name : "";
    }

    @Override
    public String toString() {
        return position.toString();
    }
}
