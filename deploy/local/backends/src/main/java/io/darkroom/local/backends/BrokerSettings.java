package io.darkroom.local.backends;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** Settings of a broker of one node besides its addresses and its folder, wherever it runs; tuned for fast handover. */
public final class BrokerSettings {
    private BrokerSettings() {}

    /**
     * By the names of {@code server.properties}.
     *
     * @param recordLock how long a worker may hold a record without renewing; at least 1 s
     */
    public static Map<String, String> ofOneNode(Duration recordLock) {
        Map<String, String> settings = new TreeMap<>();
        settings.put("auto.create.topics.enable", "false");
        settings.put("num.partitions", "1");
        settings.putAll(internalTopics());
        settings.putAll(fastHandover());
        settings.putAll(shareLimits(recordLock));
        return settings;
    }

    /*
     * Small segments, so that the groups' positions are compacted: after a crash the broker reads them all again, and one that
     * is fenced and admitted once more while it still reads loses track of its groups (seen with Kafka 4.4.0 and 160,000 records).
     */
    private static Map<String, String> internalTopics() {
        return Map.of(
                "offsets.topic.segment.bytes", "1048576",
                "offsets.topic.replication.factor", "1",
                "offsets.topic.num.partitions", "1",
                "transaction.state.log.replication.factor", "1",
                "transaction.state.log.min.isr", "1",
                "transaction.state.log.num.partitions", "1",
                "share.coordinator.state.topic.replication.factor", "1",
                "share.coordinator.state.topic.min.isr", "1",
                "share.coordinator.state.topic.num.partitions", "1");
    }

    /*
     * The share session is not short: the records of a killed worker come back when its connection breaks, and a worker
     * that is merely slow, on an overloaded machine, must not lose the job that it runs.
     */
    private static Map<String, String> fastHandover() {
        return Map.of(
                "broker.session.timeout.ms", "1000",
                "broker.heartbeat.interval.ms", "300",
                "group.initial.rebalance.delay.ms", "0",
                "group.share.heartbeat.interval.ms", "300",
                "group.share.min.heartbeat.interval.ms", "300",
                "group.share.session.timeout.ms", "9000",
                "group.share.min.session.timeout.ms", "3000",
                "group.share.assignment.interval.ms", "0",
                "group.share.initialize.retry.interval.ms", "500",
                "group.coordinator.append.linger.ms", "0");
    }

    private static Map<String, String> shareLimits(Duration recordLock) {
        return Map.of(
                "group.share.record.lock.duration.ms", Long.toString(recordLock.toMillis()),
                "group.share.min.record.lock.duration.ms", "1000",
                "group.share.max.record.lock.duration.ms", "600000",
                "group.share.max.delivery.count.limit", "25",
                // One unfinished record stalls its partition once this many later ones are done.
                "group.share.partition.max.record.locks", "10000",
                "group.share.max.partition.max.record.locks", "10000",
                "group.share.max.size", "1000");
    }
}
