package io.darkroom.worker.intake;

/**
 * Makes sure that the worker gives up first, after {@code attempts} attempts that count. The broker silently drops a record
 * after {@code broker} deliveries, which must never happen.
 *
 * @param broker {@code share.delivery.count.limit} of the group; 5 by Kafka's default
 * @param attempts attempts that may be charged to a job
 */
public record DeliveryLimits(int broker, int attempts) {
    public DeliveryLimits {
        if (broker < attempts + 2) {
            throw new IllegalArgumentException("the broker drops a record after " + broker
                    + " deliveries (share.delivery.count.limit), which must be at least 2 more than the " + attempts
                    + " attempts of a job (darkroom.worker.attempts): raise the former or lower the latter");
        }
    }

    /**
     * Whether all of a job's attempts, and the delivery that ends it, still fit below the broker's limit after one more
     * release.
     */
    boolean allowRelease(int recordDeliveries) {
        return recordDeliveries + attempts + 1 <= broker;
    }
}
