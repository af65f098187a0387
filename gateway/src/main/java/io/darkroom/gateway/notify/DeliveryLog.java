package io.darkroom.gateway.notify;

import io.darkroom.contracts.callback.Delivery;
import io.darkroom.contracts.job.JobId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What was tried. May forget: nothing that must happen depends on it. */
interface DeliveryLog {
    /** Never fails; what cannot be written is lost. */
    void record(Delivery delivery, @Nullable Attempt attempt, Settlement settlement);

    /** False also if the log has forgotten. */
    boolean isDelivered(Delivery delivery);

    List<Entry> ofJob(String tenant, JobId job);

    Optional<Entry> find(String tenant, String id);

    /**
     * One delivery.
     *
     * @param state {@code delivered}, {@code waiting}, {@code given_up} or {@code dropped}
     * @param nextAt when it is tried again; null: it is not
     */
    record Entry(Delivery delivery, String state, @Nullable Instant nextAt, List<Attempt> attempts) {}
}
