package io.darkroom.platform.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.FeatureMetadata;
import org.apache.kafka.clients.admin.FinalizedVersionRange;

/**
 * A share group's settings as a broker reports them, and what workers need of them. The installer sets and checks them; workers
 * and the doctor only check.
 *
 * @param offsetReset where a group that has no position begins
 * @param deliveries after how many deliveries of a record the broker drops it on its own
 * @param lock for how long a record stays with a worker that does not renew it
 * @param renewals whether a worker may renew that time
 */
public record KafkaShareGroup(String name, String offsetReset, int deliveries, Duration lock, boolean renewals) {
    public static final String OFFSET_RESET = "share.auto.offset.reset";
    public static final String FROM_THE_FIRST = "earliest";
    public static final String DELIVERY_LIMIT = "share.delivery.count.limit";
    public static final String LOCK = "share.record.lock.duration.ms";
    public static final String RENEWALS = "share.renew.acknowledge.enable";

    /** The feature of a cluster that share groups are part of; 2 adds dead-letter topics of the broker's own, which are not used. */
    public static final String FEATURE = "share.version";

    public static final short LEAST_FEATURE = 1;

    /** With Kafka's own defaults for what the broker does not report. */
    public static KafkaShareGroup of(String name, Config config) {
        return new KafkaShareGroup(
                name,
                value(config, OFFSET_RESET, "latest"),
                Integer.parseInt(value(config, DELIVERY_LIMIT, "5")),
                Duration.ofMillis(Long.parseLong(value(config, LOCK, "30000"))),
                Boolean.parseBoolean(value(config, RENEWALS, "true")));
    }

    private static String value(Config config, String name, String otherwise) {
        ConfigEntry entry = config.get(name);
        return entry == null || entry.value() == null ? otherwise : entry.value();
    }

    /** Why jobs would be lost or run twice with these settings; empty: they would not. */
    public List<String> obstacles() {
        List<String> found = new ArrayList<>();
        if (!FROM_THE_FIRST.equals(offsetReset)) {
            found.add("share group '" + name + "' begins at the newest record (" + OFFSET_RESET + "=" + offsetReset
                    + "): jobs from before its first worker would never run");
        }
        if (!renewals) {
            found.add("share group '" + name + "' does not allow renewals (" + RENEWALS
                    + "=false): a job that takes longer than " + lock + " would be run by several workers");
        }
        return found;
    }

    /** What a cluster lacks for share groups; empty: nothing. */
    public static List<String> obstacles(FeatureMetadata features) {
        FinalizedVersionRange range = features.finalizedFeatures().get(FEATURE);
        short level = range == null ? 0 : range.maxVersionLevel();
        return level >= LEAST_FEATURE
                ? List.of()
                : List.of("the cluster's feature " + FEATURE + " is " + level + ", but share groups need "
                        + LEAST_FEATURE + " or later; an operator of the cluster raises it by: kafka-features.sh"
                        + " --bootstrap-server HOST:PORT upgrade --feature " + FEATURE + "=" + LEAST_FEATURE);
    }
}
