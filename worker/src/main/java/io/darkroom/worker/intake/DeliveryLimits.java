package io.darkroom.worker.intake;

/**
 * Who gives up first: we, after {@code attempts} attempts that count; the broker, which silently drops a record after
 * {@code broker} deliveries, must never.
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
     * Whether all of a job's attempts, and the look that ends it, still fit below the broker's limit after one more
     * release.
     */
    boolean allowRelease(int recordDeliveries) {
        return recordDeliveries + attempts + 1 <= broker;
    }
}
