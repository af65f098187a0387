package io.darkroom.local.backends;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.darkroom.contracts.job.Lane;
import io.darkroom.contracts.wire.Topics;
import io.darkroom.rules.UsesServers;
import io.lettuce.core.RedisClient;
import io.minio.GetObjectArgs;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real servers, used as a client would. */
@UsesServers
class BackendsTest {
    private static final String TOPIC = Topics.jobs(Lane.IMAGE_INTERACTIVE, 0);

    @TempDir
    Path folder;

    @Test
    void everyServerDoesItsWork() throws Exception {
        try (Backends backends = Backends.builder().start()) {
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", backends.kafka()))) {
                List<String> wanted =
                        Topics.all(1).stream().map(Topics.Spec::name).toList();
                assertThat(admin.listTopics().names().get()).containsAll(wanted);
            }
            send(backends, "sent before any worker joined");
            assertThat(receiveOne(backends)).isEqualTo("sent before any worker joined");

            putObject(backends, "a/b.txt", "kept");
            assertThat(getObject(backends, "a/b.txt")).isEqualTo("kept");
            assertThat(statusUnsigned(backends, "")).isEqualTo(403);
            assertThat(statusUnsigned(backends, "/a/b.txt")).isEqualTo(403);

            try (RedisClient client = RedisClient.create(backends.redis());
                    var connection = client.connect()) {
                connection.sync().set("key", "value");
                assertThat(connection.sync().get("key")).isEqualTo("value");
            }
        }
    }

    @Test
    void aKeptFolderKeepsRecordsShareStateObjectsAndKeys() throws Exception {
        try (Backends first = Backends.builder().data(folder).start()) {
            send(first, "done before the restart");
            assertThat(receiveOne(first)).isEqualTo("done before the restart");
            send(first, "still waiting");
            putObject(first, "a.txt", "kept");
            try (RedisClient client = RedisClient.create(first.redis());
                    var connection = client.connect()) {
                connection.sync().set("key", "value");
            }
        }
        try (Backends second = Backends.builder().data(folder).start()) {
            assertThat(receiveOne(second)).isEqualTo("still waiting");
            assertThat(getObject(second, "a.txt")).isEqualTo("kept");
            try (RedisClient client = RedisClient.create(second.redis());
                    var connection = client.connect()) {
                assertThat(connection.sync().get("key")).isEqualTo("value");
            }
        }
    }

    @Test
    void aKilledBrokerComesBackOnItsPortWithItsShareState() throws Exception {
        try (Backends backends = Backends.builder().start()) {
            send(backends, "first");
            assertThat(receiveOne(backends)).isEqualTo("first");
            send(backends, "second");

            backends.component(Backends.KAFKA).kill9();
            assertThat(backends.component(Backends.KAFKA).isAlive()).isFalse();
            backends.component(Backends.KAFKA).restart();

            assertThat(receiveOne(backends)).isEqualTo("second");
        }
    }

    @Test
    void aSecondStackOnTheSameFolderIsRefused() throws Exception {
        try (DataFolder taken = DataFolder.acquire(folder, false)) {
            assertThatThrownBy(() -> Backends.builder().data(folder))
                    .isInstanceOf(DataFolder.InUseException.class)
                    .hasMessageContaining("runs already on " + taken.root())
                    .hasMessageContaining("process " + ProcessHandle.current().pid());
        }
        DataFolder.acquire(folder, false).close();
    }

    @Test
    void freshEmptiesTheFolder() throws Exception {
        Files.createDirectories(folder.resolve("kafka/deep"));
        Files.writeString(folder.resolve("kafka/deep/file"), "old");
        try (DataFolder taken = DataFolder.acquire(folder, true)) {
            try (var files = Files.list(taken.root())) {
                assertThat(files.map(file -> file.getFileName().toString())).containsExactly("lock");
            }
        }
    }

    @Test
    void aTemporaryFolderIsGoneAfterwards() throws Exception {
        DataFolder temporary = DataFolder.temporary();
        Files.writeString(temporary.resolve("file"), "x");
        temporary.close();
        assertThat(temporary.root()).doesNotExist();
    }

    @Test
    void settingsNameTheConfigurationPropertiesOfTheEnvironment() throws Exception {
        try (Backends backends = Backends.builder().start()) {
            assertThat(backends.settings())
                    .containsEntry("kafka.bootstrap.servers", backends.kafka())
                    .containsEntry("darkroom.redis.uri", backends.redis())
                    .containsEntry("darkroom.store.access-key", backends.s3().accessKey())
                    .containsEntry("darkroom.store.secret-key", backends.s3().secretKey())
                    .containsEntry("darkroom.store.endpoint", backends.s3().endpoint())
                    .containsEntry("darkroom.store.bucket", "darkroom");
        }
    }

    private static void send(Backends backends, String value) throws Exception {
        Map<String, Object> settings = Map.of("bootstrap.servers", backends.kafka(), "acks", "all");
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(TOPIC, value, value)).get();
        }
    }

    private static String receiveOne(Backends backends) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                backends.kafka(),
                "group.id",
                Topics.workers(Lane.IMAGE_INTERACTIVE),
                "share.acknowledgement.mode",
                "explicit",
                "share.acquire.mode",
                "record_limit",
                "max.poll.records",
                1);
        List<String> taken = new ArrayList<>();
        try (var consumer = new KafkaShareConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(TOPIC));
            long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (taken.isEmpty() && System.nanoTime() < deadline) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
                    taken.add(record.value());
                    consumer.acknowledge(record);
                }
                assertThat(consumer.commitSync().values()).allMatch(Optional::isEmpty);
            }
        }
        assertThat(taken).as("records taken within 20 s").hasSize(1);
        return taken.getFirst();
    }

    private static int statusUnsigned(Backends backends, String key) throws Exception {
        URI uri = URI.create(backends.s3().endpoint() + "/" + backends.s3().bucket() + key);
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }

    private static MinioClient store(Backends backends) {
        S3Access s3 = backends.s3();
        return MinioClient.builder()
                .endpoint(s3.endpoint())
                .credentials(s3.accessKey(), s3.secretKey())
                .build();
    }

    private static void putObject(Backends backends, String key, String text) throws Exception {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        store(backends)
                .putObject(PutObjectArgs.builder().bucket(backends.s3().bucket()).object(key).stream(
                                new ByteArrayInputStream(bytes), (long) bytes.length, -1L)
                        .build());
    }

    private static String getObject(Backends backends, String key) throws Exception {
        try (var in = store(backends)
                .getObject(GetObjectArgs.builder()
                        .bucket(backends.s3().bucket())
                        .object(key)
                        .build())) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
