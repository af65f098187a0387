package io.darkroom.worker.run;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A record that this worker holds the acquisition lock of.
 *
 * @param timestamp when it was published, by the publisher's clock
 * @param value the job request as JSON; null or garbage if somebody else wrote there
 * @param deliveries how often the job was handed out, this time included; too low after a broker crash
 * @param recordDeliveries how often the broker handed out this record, for its own limit; lower than {@code deliveries}
 *     if the job was put into a new record on its way
 */
public record AcquiredJob(
        String topic,
        int partition,
        long offset,
        Instant timestamp,
        byte @Nullable [] key,
        byte @Nullable [] value,
        int deliveries,
        int recordDeliveries) {
    @Override
    public String toString() {
        return topic + "-" + partition + "@" + offset;
    }
}
