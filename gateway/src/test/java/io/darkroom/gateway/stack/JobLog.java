package io.darkroom.gateway.stack;

import io.darkroom.contracts.job.JobRequest;
import io.darkroom.contracts.wire.Json;
import io.darkroom.contracts.wire.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.eclipse.microprofile.config.ConfigProvider;

/** What lies in the jobs topics. */
public final class JobLog {
    /** Records that were ever published to any lane. */
    public long records() {
        try (var consumer = consumer()) {
            return consumer.endOffsets(lanes(consumer)).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
        }
    }

    /** Ids of the tenant's jobs in any lane, of each lane in order; one that lies there twice is there twice. */
    public List<String> jobs(String tenant) {
        try (var consumer = consumer()) {
            List<TopicPartition> lanes = lanes(consumer);
            consumer.assign(lanes);
            consumer.seekToBeginning(lanes);
            Map<TopicPartition, Long> ends = consumer.endOffsets(lanes);
            List<String> found = new ArrayList<>();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (var entry : consumer.poll(Duration.ofMillis(100))) {
                    JobRequest request = Json.decode(entry.value(), JobRequest.class);
                    if (request.tenant().equals(tenant)) {
                        found.add(request.id().value());
                    }
                }
            }
            return found;
        }
    }

    private static List<TopicPartition> lanes(KafkaConsumer<byte[], byte[]> consumer) {
        return consumer.listTopics().values().stream()
                .flatMap(List::stream)
                .filter(info -> Topics.ALL_JOBS.matcher(info.topic()).matches())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
    }

    private static KafkaConsumer<byte[], byte[]> consumer() {
        String kafka = ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class);
        return new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", kafka),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }
}
