package io.darkroom.gateway.webhook;

import io.darkroom.contracts.callback.Delivery;
import io.darkroom.gateway.channel.KafkaSender;
import io.darkroom.gateway.http.ProblemException;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Replays deliveries: immediately, with a new retry schedule and the same id and bytes. */
@Singleton
public class Replays {
    /** Maximum number of deliveries per call; longer ranges take several calls. */
    static final int MAX = 10_000;

    private final RedisDeliveryLog attempts;
    private final KafkaDeliveryArchive archive;
    private final KafkaSender<Delivery> deliveries;

    Replays(RedisDeliveryLog attempts, KafkaDeliveryArchive archive, KafkaSender<Delivery> deliveries) {
        this.attempts = attempts;
        this.archive = archive;
        this.deliveries = deliveries;
    }

    /**
     * Replays one delivery.
     *
     * @throws ProblemException {@code not_found} if the tenant has no such delivery, or the attempt log has lost it
     */
    Delivery replay(String tenant, String id) {
        Delivery again = attempts.find(tenant, id)
                .orElseThrow(ProblemException::notFound)
                .delivery()
                .replayed();
        deliveries.sendAndAwait(again, Map.of());
        attempts.reopen(again);
        return again;
    }

    /**
     * Replays all deliveries of the tenant from {@code from} on that match. They are read from Kafka, so none is
     * missing if Redis lost data; deliveries whose success was lost with it are then sent again, with the same id.
     *
     * @param from start of the filter's range, which is required
     */
    Replayed replayRange(String tenant, DeliveryFilter filter, Instant from) {
        Map<String, Delivery> newest = new LinkedHashMap<>();
        archive.since(from, delivery -> {
            if (delivery.tenant().equals(tenant) && filter.matches(delivery)) {
                newest.merge(delivery.id(), delivery, (a, b) -> a.replays() >= b.replays() ? a : b);
            }
        });
        List<Delivery> chosen = new ArrayList<>();
        for (Delivery delivery : newest.values()) {
            if (chosen.size() < MAX && isWanted(tenant, filter, delivery)) {
                chosen.add(delivery.replayed());
            }
        }
        deliveries.sendAndAwait(chosen.stream()
                .map(again -> new KafkaSender.Outgoing<>(again, Map.of()))
                .toList());
        chosen.forEach(attempts::reopen);
        return new Replayed(chosen.size(), chosen.size() == MAX);
    }

    /** Without a state in the filter: deliveries that ended without success, or of unknown state. */
    private boolean isWanted(String tenant, DeliveryFilter filter, Delivery delivery) {
        Optional<DeliveryLog.Entry> known = attempts.lookUp(tenant, delivery.id());
        String state = known.map(DeliveryLog.Entry::state).orElse("unknown");
        return filter.state() == null
                ? !state.equals("delivered") && !state.equals("waiting")
                : filter.state().equals(state);
    }

    /** @param more whether the range contains more deliveries than one call replays */
    @Schema(name = "WebhookReplays")
    public record Replayed(int replayed, boolean more) {}
}
