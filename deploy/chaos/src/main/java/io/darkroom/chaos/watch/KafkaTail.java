package io.darkroom.chaos.watch;

import io.darkroom.chaos.history.LogEntry;
import io.darkroom.chaos.history.LoggedJob;
import io.darkroom.chaos.history.Recorder;
import io.darkroom.contracts.event.DeadLetter;
import io.darkroom.contracts.event.JobEvent;
import io.darkroom.contracts.job.JobRequest;
import io.darkroom.contracts.wire.Json;
import io.darkroom.contracts.wire.Topics;
import io.darkroom.platform.kafka.KafkaClientSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Reads jobs, events and dead letters from their beginning, through all crashes of the broker. */
public final class KafkaTail implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(50);
    /** Records that are kept to be written again. */
    private static final int KEPT = 300;

    /** Header of a job that waits for its tenant's quota; other records beside it are marks. */
    private static final String OF_A_JOB = "darkroom-goes-to";

    private final Recorder recorder;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Thread thread;
    private final Set<String> ended = ConcurrentHashMap.newKeySet();
    private final Map<String, String> jobOfIntent = new ConcurrentHashMap<>();
    private final Queue<String> deadLetters = new ConcurrentLinkedQueue<>();
    private final List<Consumer<JobEvent>> listeners = new CopyOnWriteArrayList<>();
    private final Deque<ConsumerRecord<byte[], byte[]>> recent = new ArrayDeque<>();
    private volatile boolean closing;

    public KafkaTail(KafkaClientSettings kafka, Recorder recorder) {
        this.recorder = recorder;
        this.consumer = new KafkaConsumer<>(
                kafka.with(Map.of("reconnect.backoff.max.ms", 200, "fetch.max.wait.ms", 20)),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> all = new ArrayList<>();
        consumer.listTopics().forEach((topic, partitions) -> {
            boolean wanted = topic.equals(Topics.EVENTS)
                    || topic.equals(Topics.DEAD_LETTERS)
                    || topic.equals(Topics.HELD)
                    || Topics.ALL_JOBS.matcher(topic).matches();
            if (wanted) {
                partitions.forEach(part -> all.add(new TopicPartition(topic, part.partition())));
            }
        });
        consumer.assign(all);
        consumer.seekToBeginning(all);
        thread = Thread.ofPlatform().name("tail").daemon().start(this::follow);
    }

    /** Receives each event on the tail's thread, which must not be blocked. */
    public void listen(Consumer<JobEvent> listener) {
        listeners.add(listener);
    }

    public void forget(Consumer<JobEvent> listener) {
        listeners.remove(listener);
    }

    /** Jobs whose end was published. */
    public Set<String> ended() {
        return ended;
    }

    /** The job of an intent; null while the log has none. */
    public @Nullable String jobOf(String intent) {
        return jobOfIntent.get(intent);
    }

    /** Job ids, or keys of records that are not jobs. */
    public List<String> deadLetters() {
        return List.copyOf(deadLetters);
    }

    /** The latest records of jobs, and of events of jobs that have ended. */
    public List<ConsumerRecord<byte[], byte[]>> recent() {
        synchronized (recent) {
            return List.copyOf(recent);
        }
    }

    private void follow() {
        while (!closing) {
            try {
                consumer.poll(POLL).forEach(this::take);
            } catch (KafkaException e) {
                // The broker is unavailable or was killed; the position stays.
            }
        }
        consumer.close();
    }

    private void take(ConsumerRecord<byte[], byte[]> entry) {
        String key = new String(entry.key(), StandardCharsets.UTF_8);
        if (entry.topic().equals(Topics.DEAD_LETTERS)) {
            DeadLetter letter = Json.decode(entry.value(), DeadLetter.class);
            deadLetters.add(letter.jobId() == null ? key : letter.jobId().value());
        } else if (entry.topic().equals(Topics.EVENTS)) {
            JobEvent event = Json.decode(entry.value(), JobEvent.class);
            recorder.event(new LogEntry(entry.partition(), entry.offset(), event));
            if (event instanceof JobEvent.Finished) {
                ended.add(key);
            }
            listeners.forEach(listener -> listener.accept(event));
        } else if (!entry.topic().equals(Topics.HELD) || entry.headers().lastHeader(OF_A_JOB) != null) {
            job(entry);
        }
        keep(entry, key);
    }

    private void job(ConsumerRecord<byte[], byte[]> entry) {
        JobRequest request = Json.decode(entry.value(), JobRequest.class);
        String id = request.id().value();
        String intent = request.metadata().get("intent");
        if (intent != null) {
            jobOfIntent.put(intent, id);
        }
        recorder.job(new LoggedJob(id, intent, entry.topic(), entry.offset(), Instant.ofEpochMilli(entry.timestamp())));
    }

    private void keep(ConsumerRecord<byte[], byte[]> entry, String key) {
        boolean kept = Topics.ALL_JOBS.matcher(entry.topic()).matches()
                || entry.topic().equals(Topics.EVENTS) && ended.contains(key);
        if (kept) {
            synchronized (recent) {
                recent.add(entry);
                if (recent.size() > KEPT) {
                    recent.remove();
                }
            }
        }
    }

    @Override
    public void close() throws InterruptedException {
        closing = true;
        thread.join(Duration.ofSeconds(10));
    }
}
