package io.darkroom.worker.stack;

import io.darkroom.contracts.event.DeadLetter;
import io.darkroom.contracts.event.JobEvent;
import io.darkroom.contracts.job.JobId;
import io.darkroom.contracts.job.JobRequest;
import io.darkroom.contracts.outcome.Outcome;
import io.darkroom.contracts.wire.Json;
import io.darkroom.contracts.wire.RedisKeys;
import io.darkroom.contracts.wire.Topics;
import io.darkroom.local.backends.Backends;
import io.darkroom.platform.kafka.KafkaClientSettings;
import io.darkroom.platform.kafka.KafkaEventLog;
import io.darkroom.platform.kafka.KafkaLog;
import io.darkroom.platform.redis.RedisSettings;
import io.darkroom.platform.store.JobOutcomes;
import io.darkroom.platform.store.S3ObjectStore;
import io.darkroom.platform.store.StoreCredentials;
import io.darkroom.platform.store.StoreSettings;
import io.darkroom.platform.telemetry.metric.Meters;
import io.darkroom.platform.telemetry.trace.Tracing;
import io.darkroom.worker.checkpoint.CheckpointRule;
import io.darkroom.worker.intake.IntakeSettings;
import io.darkroom.worker.intake.KafkaSettings;
import io.darkroom.worker.pipeline.Moderation;
import io.darkroom.worker.pipeline.Pipeline;
import io.darkroom.worker.platform.Worker;
import io.darkroom.worker.platform.WorkerSettings;
import io.darkroom.worker.run.Backoff;
import io.darkroom.worker.run.RunLimits;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;

/** Real Kafka, S3 and Redis with workers in this JVM, and what tests need of them. */
public final class Stack implements AutoCloseable {
    public static final Duration LOCK = Duration.ofSeconds(2);

    private final Backends backends;
    private final List<Worker> workers = new ArrayList<>();
    private final S3ObjectStore store;
    private final KafkaLog writer;
    private final RedisClient redisClient;
    private final StatefulRedisConnection<String, String> redis;
    private final Map<JobId, List<JobEvent>> events = new ConcurrentHashMap<>();
    private final Thread reader = Thread.ofPlatform().daemon().unstarted(this::readEvents);
    private volatile boolean closed;

    public Stack() throws InterruptedException {
        backends = Backends.builder().recordLock(LOCK).start();
        store = new S3ObjectStore(storeSettings(), Meters.unread());
        writer = new KafkaLog(
                KafkaClientSettings.of(backends.kafka()),
                "test",
                Duration.ofSeconds(20),
                Duration.ZERO,
                Meters.unread());
        redisClient = RedisClient.create(backends.redis());
        redis = redisClient.connect();
        reader.start();
    }

    public Backends backends() {
        return backends;
    }

    public StoreSettings storeSettings() {
        var s3 = backends.s3();
        return new StoreSettings(
                s3.endpoint(),
                s3.endpoint(),
                s3.bucket(),
                "us-east-1",
                new StoreCredentials.Keys(s3.accessKey(), s3.secretKey(), null),
                StoreSettings.Connection.plain(Duration.ofSeconds(3)));
    }

    public KafkaSettings kafkaSettings() {
        return new KafkaSettings(KafkaClientSettings.of(backends.kafka()), 1, Duration.ofSeconds(3), LOCK);
    }

    public WorkerSettings settings(String id, int slots) {
        return new WorkerSettings(
                id,
                "image.interactive=" + slots,
                kafkaSettings(),
                storeSettings(),
                RedisSettings.of(backends.redis()),
                new RunLimits(
                        3,
                        100,
                        Duration.ofSeconds(2),
                        new RunLimits.Patience(Duration.ofSeconds(5), Duration.ofSeconds(3)),
                        new Backoff(Duration.ofMillis(50), Duration.ofMillis(500)),
                        new CheckpointRule(Duration.ZERO, Duration.ofSeconds(30))),
                new IntakeSettings(id, Duration.ofMillis(100), Duration.ofSeconds(1), Duration.ofMillis(200)),
                Duration.ofMillis(10),
                Duration.ofSeconds(20));
    }

    /** A started worker that is ready for jobs. */
    public Worker worker(String id, int slots, Pipeline pipeline) {
        Worker worker = new Worker(
                settings(id, slots),
                List.of(pipeline),
                () -> List.of(TestJobs.aModel()),
                Moderation.OFF,
                new SimpleMeterRegistry(),
                Tracing.OFF,
                InstantSource.system(),
                RandomGenerator.getDefault());
        workers.add(worker);
        worker.start();
        Awaitility.await("worker " + id + " ready")
                .atMost(Duration.ofSeconds(20))
                .until(worker::unreadiness, ""::equals);
        return worker;
    }

    public JobRequest submit(JobRequest request) {
        publish(request, Json.encode(request));
        return request;
    }

    public void publish(JobRequest keyed, byte[] value) {
        writer.append(new ProducerRecord<>(
                Topics.jobs(keyed.lane(), 0), KafkaLog.bytes(keyed.id().value()), value));
    }

    /** The outcome, once it is stored and published. */
    public Outcome awaitEnd(JobRequest request) {
        Awaitility.await("end of " + request.id())
                .atMost(Duration.ofSeconds(40))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> events(request), it -> it.stream().anyMatch(JobEvent.Finished.class::isInstance));
        return new JobOutcomes(store, new KafkaEventLog(writer))
                .find(request.tenant(), request.id())
                .orElseThrow();
    }

    /** The job's events so far, in the order of the log. */
    public List<JobEvent> events(JobRequest request) {
        return List.copyOf(events.getOrDefault(request.id(), List.of()));
    }

    private void readEvents() {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", backends.kafka(), "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.EVENTS).stream()
                    .map(it -> new TopicPartition(it.topic(), it.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (!closed) {
                consumer.poll(Duration.ofMillis(100)).forEach(it -> {
                    JobEvent event = Json.decode(it.value(), JobEvent.class);
                    events.computeIfAbsent(event.jobId(), _ -> new CopyOnWriteArrayList<>())
                            .add(event);
                });
            }
        }
    }

    public void append(JobEvent event) {
        new KafkaEventLog(writer).append(event);
    }

    /** The first dead letter like this, once it is there. */
    public DeadLetter awaitDeadLetter(Predicate<DeadLetter> which) {
        TopicPartition letters = new TopicPartition(Topics.DEAD_LETTERS, 0);
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", backends.kafka(), "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(List.of(letters));
            consumer.seekToBeginning(List.of(letters));
            List<DeadLetter> seen = new ArrayList<>();
            Awaitility.await("dead letter")
                    .atMost(Duration.ofSeconds(20))
                    .pollInSameThread()
                    .until(() -> {
                        consumer.poll(Duration.ofMillis(200))
                                .forEach(it -> seen.add(Json.decode(it.value(), DeadLetter.class)));
                        return seen.stream().anyMatch(which);
                    });
            return seen.stream().filter(which).findFirst().orElseThrow();
        }
    }

    public void raiseCancelFlag(JobId id) {
        redis.sync().setex(RedisKeys.cancel(id), RedisKeys.CANCEL_TTL_SECONDS, "1");
    }

    public StatefulRedisConnection<String, String> redis() {
        return redis;
    }

    public S3ObjectStore store() {
        return store;
    }

    /** Stops the workers of one test. */
    public void stopWorkers() {
        workers.forEach(Worker::stop);
        workers.clear();
    }

    @Override
    public void close() {
        stopWorkers();
        closed = true;
        redis.close();
        redisClient.shutdown(Duration.ZERO, Duration.ofMillis(500));
        writer.close();
        store.close();
        backends.close();
    }
}
