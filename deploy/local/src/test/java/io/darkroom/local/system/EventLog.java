package io.darkroom.local.system;

import io.darkroom.contracts.event.JobEvent;
import io.darkroom.contracts.wire.Json;
import io.darkroom.contracts.wire.Topics;
import io.darkroom.platform.kafka.KafkaClientSettings;
import io.darkroom.platform.kafka.KafkaReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** What the event log holds about a job. */
final class EventLog {
    private EventLog() {}

    /** The worker that started a job last. */
    static String worker(KafkaClientSettings kafka, String job) {
        return only(kafka, job, JobEvent.Started.class).getLast().worker();
    }

    /** Share of the work, above 0 and up to 1, that an attempt reported first; it reports 0 before it reads a checkpoint. */
    static double firstProgress(KafkaClientSettings kafka, String job, int attempt) {
        JobEvent.Progressed first = only(kafka, job, JobEvent.Progressed.class).stream()
                .filter(event -> event.attempt() == attempt && event.step() > 0)
                .findFirst()
                .orElseThrow(() -> new AssertionError("attempt " + attempt + " of " + job + " reported no progress"));
        return (double) first.step() / first.steps();
    }

    /** How often a worker released the job because of its shutdown. */
    static int releasedOnShutdown(KafkaClientSettings kafka, String job) {
        return (int) only(kafka, job, JobEvent.Released.class).stream()
                .filter(event -> event.reason().equals(JobEvent.Released.SHUTDOWN))
                .count();
    }

    private static <E extends JobEvent> List<E> only(KafkaClientSettings kafka, String job, Class<E> kind) {
        List<JobEvent> events = new ArrayList<>();
        try (var consumer = KafkaReader.open(kafka, Map.of())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.EVENTS).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(part -> consumer.position(part) < ends.get(part))) {
                for (var record : consumer.poll(Duration.ofMillis(100))) {
                    if (job.equals(record.key())) {
                        events.add(Json.decode(record.value(), JobEvent.class));
                    }
                }
            }
        }
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
