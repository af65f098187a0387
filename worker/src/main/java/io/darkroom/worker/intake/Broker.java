package io.darkroom.worker.intake;

import io.darkroom.contracts.job.Lane;
import java.util.Map;
import java.util.Objects;

/**
 * What slots need of the broker.
 *
 * @param limits of each lane that a slot acquires jobs from
 */
public record Broker(JobSources sources, Requeue requeue, Map<Lane, DeliveryLimits> limits) {
    DeliveryLimits limits(Lane lane) {
        return Objects.requireNonNull(limits.get(lane));
    }
}
