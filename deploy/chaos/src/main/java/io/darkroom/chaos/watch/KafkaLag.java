package io.darkroom.chaos.watch;

import io.darkroom.contracts.job.Lane;
import io.darkroom.contracts.wire.Topics;
import io.darkroom.platform.kafka.KafkaClientSettings;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.SharePartitionOffsetInfo;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Records that groups have not settled: of the lanes' share groups and of all consumer groups of the gateways. */
public final class KafkaLag implements AutoCloseable {
    private static final String GATEWAYS = "darkroom.gateway";
    private static final int CALL_SECONDS = 10;

    private final Admin admin;

    public KafkaLag(KafkaClientSettings kafka) {
        admin = Admin.create(kafka.with(Map.of()));
    }

    /**
     * By group.
     *
     * @throws IllegalStateException if the broker does not return them
     */
    public Map<String, Long> now() throws InterruptedException {
        Map<String, Long> lags = new HashMap<>();
        try {
            for (Lane lane : Lane.values()) {
                lags.put(Topics.workers(lane), shareLag(Topics.workers(lane)));
            }
            for (GroupListing group : admin.listGroups().all().get(CALL_SECONDS, TimeUnit.SECONDS)) {
                if (group.groupId().startsWith(GATEWAYS)) {
                    lags.put(group.groupId(), lag(group.groupId()));
                }
            }
            return lags;
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the broker does not return the groups' positions: " + e, e);
        }
    }

    private long shareLag(String group) throws InterruptedException, ExecutionException, TimeoutException {
        Map<TopicPartition, SharePartitionOffsetInfo> offsets = admin.listShareGroupOffsets(
                        Map.of(group, new ListShareGroupOffsetsSpec()))
                .partitionsToOffsetInfo(group)
                .get(CALL_SECONDS, TimeUnit.SECONDS);
        return offsets.values().stream()
                .filter(info -> info != null)
                .mapToLong(info -> info.lag().orElse(0L))
                .sum();
    }

    private long lag(String group) throws InterruptedException, ExecutionException, TimeoutException {
        Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get(CALL_SECONDS, TimeUnit.SECONDS);
        Map<TopicPartition, OffsetSpec> ask = new HashMap<>();
        committed.keySet().forEach(part -> ask.put(part, OffsetSpec.latest()));
        long lag = 0;
        for (var end :
                admin.listOffsets(ask).all().get(CALL_SECONDS, TimeUnit.SECONDS).entrySet()) {
            OffsetAndMetadata position = committed.get(end.getKey());
            lag += position == null ? 0 : end.getValue().offset() - position.offset();
        }
        return lag;
    }

    @Override
    public void close() {
        admin.close();
    }
}
