package io.darkroom.contracts.wire;

import io.darkroom.contracts.job.Lane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Every Kafka topic and group of Darkroom. Topics are created by the installer; auto-creation is not used. */
public final class Topics {
    public static final String EVENTS = "darkroom.events";
    public static final String MODELS = "darkroom.models";
    public static final String API_KEYS = "darkroom.api-keys";
    public static final String WEBHOOK_ENDPOINTS = "darkroom.webhook-endpoints";
    public static final String QUOTAS = "darkroom.quotas";

    /**
     * Jobs of tenants with a quota before they are released to their lanes, and marks for released and ended jobs;
     * keyed by tenant.
     */
    public static final String HELD = "darkroom.held";

    public static final String DEAD_LETTERS = "darkroom.dead-letters";
    public static final String DELIVERIES = "darkroom.deliveries";
    public static final Pattern ALL_JOBS = Pattern.compile("darkroom\\.jobs\\..*");

    private Topics() {}

    /** The topic's family, for metrics: {@code jobs} for all lanes and cells, {@code deliveries} for all delays. */
    public static String family(String topic) {
        String name = topic.startsWith("darkroom.") ? topic.substring("darkroom.".length()) : topic;
        int end = name.indexOf('.');
        return end < 0 ? name : name.substring(0, end);
    }

    /** The topic of a lane's cell. It has one partition, so records of a dead worker are redelivered at once. */
    public static String jobs(Lane lane, int cell) {
        return "darkroom.jobs." + lane.wireName() + "." + cell;
    }

    /** The share group whose members consume a lane. */
    public static String workers(Lane lane) {
        return "darkroom.workers." + lane.wireName();
    }

    /**
     * Deliveries that wait before their next try: one topic per delay, so the head of the topic is always due first.
     */
    public static String delayedDeliveries(String delay) {
        return DELIVERIES + "." + delay;
    }

    /** The waits between tries of a delivery (Standard Webhooks), in the order of use. */
    public static final List<String> DELIVERY_DELAYS =
            List.of("5s", "5m", "30m", "2h", "5h", "10h", "14h", "20h", "24h");

    /** How long a job may wait for its first start; an interrupted job is also given up after this time. */
    public static final Duration LONGEST_WAIT = Duration.ofDays(7);

    /** Records are kept a day longer than a job may wait, so that deadlines are enforced even after an outage. */
    private static final String KEPT = Long.toString(LONGEST_WAIT.plusDays(1).toMillis());

    private static final String WEEK = Long.toString(Duration.ofDays(7).toMillis());

    /** All topics with their settings, for the installer. */
    public static List<Spec> all(int cellsPerLane) {
        List<Spec> specs = new ArrayList<>();
        for (Lane lane : Lane.values()) {
            for (int cell = 0; cell < cellsPerLane; cell++) {
                specs.add(new Spec(jobs(lane, cell), 1, Map.of("retention.ms", KEPT)));
            }
        }
        specs.add(new Spec(HELD, 8, Map.of("retention.ms", KEPT)));
        specs.add(new Spec(EVENTS, 8, Map.of("retention.ms", KEPT)));
        specs.add(new Spec(MODELS, 1, Map.of("cleanup.policy", "compact")));
        specs.add(new Spec(API_KEYS, 1, Map.of("cleanup.policy", "compact")));
        specs.add(new Spec(WEBHOOK_ENDPOINTS, 1, Map.of("cleanup.policy", "compact")));
        specs.add(new Spec(QUOTAS, 1, Map.of("cleanup.policy", "compact")));
        specs.add(new Spec(DEAD_LETTERS, 1, Map.of("retention.ms", "2592000000")));
        specs.add(new Spec(DELIVERIES, 8, Map.of("retention.ms", WEEK)));
        for (String delay : DELIVERY_DELAYS) {
            specs.add(new Spec(delayedDeliveries(delay), 1, Map.of("retention.ms", WEEK)));
        }
        return List.copyOf(specs);
    }

    /** A topic: name, partitions and settings. The installation chooses the replication factor. */
    public record Spec(String name, int partitions, Map<String, String> config) {}
}
