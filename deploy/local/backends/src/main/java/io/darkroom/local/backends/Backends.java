package io.darkroom.local.backends;

import io.darkroom.install.KafkaInstaller;
import io.darkroom.install.Role;
import io.darkroom.local.process.ChildProcess;
import io.darkroom.local.process.Component;
import io.darkroom.local.process.Ports;
import io.darkroom.local.process.ProcessSpec;
import io.darkroom.local.process.Readiness;
import io.darkroom.local.process.Run;
import io.darkroom.local.secure.KafkaBrokerSecurity;
import io.darkroom.local.secure.StackSecurity;
import io.darkroom.platform.kafka.KafkaClientSettings;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Running Kafka, S3 and Redis; see the package. Closing it stops them. */
public final class Backends implements AutoCloseable {
    public static final String KAFKA = "kafka";
    public static final String S3 = "s3";
    public static final String REDIS = "redis";

    /** How long a start may take; three seconds are usual. */
    private static final Duration READY_WITHIN = Duration.ofSeconds(60);

    /** After a crash of the launcher the servers stay this much longer, so that workers can still release jobs. */
    static final Duration OUTLIVES_CLIENTS = Duration.ofSeconds(3);

    private final DataFolder folder;
    private final KafkaServer kafka;
    private final RedisServer redis;
    private final S3Access s3;
    private final Duration recordLock;
    private final @Nullable StackSecurity security;
    private final Map<String, Component> components = new LinkedHashMap<>();

    private Backends(Builder builder, DataFolder folder) {
        this.folder = folder;
        recordLock = builder.recordLock;
        Checkout checkout = Checkout.find();
        security = builder.security;
        List<Integer> ports = Ports.ofThisMachine().free(5);
        KafkaBrokerSecurity.Ports ofKafka = new KafkaBrokerSecurity.Ports(ports.get(0), ports.get(4), ports.get(1));
        kafka = new KafkaServer(checkout, folder, ofKafka, recordLock, security == null ? null : security.files());
        redis = new RedisServer(folder, ports.get(2), security);
        String scheme = security == null ? "http" : "https";
        s3 = new S3Access(scheme + "://127.0.0.1:" + ports.get(3), "darkroom", secret(), builder.bucket);
        S3Server s3Server = new S3Server(checkout, folder, s3, security);
        Readiness kafkaReady = () -> Readiness.listens(ports.getFirst()) && KafkaInstaller.answers(operator());
        // The containers' servers have neither certificates nor users.
        Optional<ServerRuns> runs = security == null ? ServerRuns.configured() : Optional.empty();
        add(builder, kafka.spec(), runs.map(it -> it.kafka(log(KAFKA), ports.get(0), builder.recordLock)), kafkaReady);
        add(builder, s3Server.spec(), runs.map(it -> it.s3(log(S3), s3)), s3Server::isReady);
        add(builder, redis.spec(), runs.map(it -> it.redis(log(REDIS), ports.get(2))), redis::isReady);
    }

    private Path log(String name) {
        return folder.logs().resolve(name + ".log");
    }

    private void add(
            Builder builder,
            ProcessSpec process,
            Optional<? extends Supplier<? extends Run>> other,
            Readiness readiness) {
        Supplier<? extends Run> starter = other.isPresent() ? other.get() : () -> ChildProcess.start(process);
        components.put(
                process.name(),
                new Component(
                        process.name(),
                        process.log(),
                        starter,
                        readiness,
                        READY_WITHIN,
                        builder.supervised,
                        builder.notices));
    }

    private static String secret() {
        byte[] bits = new byte[20];
        new SecureRandom().nextBytes(bits);
        return HexFormat.of().formatHex(bits);
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Bootstrap servers. */
    public String kafka() {
        return kafka.bootstrap();
    }

    /** How a client that may do everything reaches Kafka. */
    public KafkaClientSettings operator() {
        return security == null ? KafkaClientSettings.of(kafka()) : security.kafkaOperator(kafka.security());
    }

    /** How the installer reaches Kafka: it creates topics and API keys. */
    public KafkaClientSettings installer() {
        return security == null ? KafkaClientSettings.of(kafka()) : security.kafka(kafka.security(), Role.INSTALLER);
    }

    /** Certificates and users; empty: none are needed. */
    public Optional<StackSecurity> security() {
        return Optional.ofNullable(security);
    }

    /** {@code redis://127.0.0.1:port}, or {@code rediss}; without a user. */
    public String redis() {
        return redis.access().uri();
    }

    /** How a client that may do everything reaches Redis. */
    public RedisAccess redisAccess() {
        return redis.access();
    }

    public S3Access s3() {
        return s3;
    }

    public Path data() {
        return folder.root();
    }

    /**
     * One of {@link #KAFKA}, {@link #S3}, {@link #REDIS}.
     *
     * @throws IllegalArgumentException for any other name
     */
    public Component component(String name) {
        Component component = components.get(name);
        if (component == null) {
            throw new IllegalArgumentException("no backend '" + name + "', only " + components.keySet());
        }
        return component;
    }

    public List<Component> components() {
        return List.copyOf(components.values());
    }

    /** Environment of a gateway's process that uses these; without {@link #security} a worker's is the same. */
    public Map<String, String> environment() {
        return environment(Role.GATEWAY);
    }

    /** What a process of this role gets, to use these. */
    public Map<String, String> environment(Role role) {
        Map<String, String> environment = new HashMap<>(Map.of(
                "KAFKA_BOOTSTRAP_SERVERS", kafka(),
                "DARKROOM_REDIS_URI", redis(),
                "DARKROOM_STORE_ENDPOINT", s3.endpoint(),
                "DARKROOM_STORE_ACCESS_KEY", s3.accessKey(),
                "DARKROOM_STORE_SECRET_KEY", s3.secretKey(),
                "DARKROOM_STORE_BUCKET", s3.bucket()));
        if (security != null) {
            environment.putAll(security.environment(role));
        }
        return environment;
    }

    /** The same as configuration properties. */
    public Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        environment().forEach((name, value) -> settings.put(property(name), value));
        return settings;
    }

    private static String property(String variable) {
        return switch (variable) {
            case "DARKROOM_STORE_ACCESS_KEY" -> "darkroom.store.access-key";
            case "DARKROOM_STORE_SECRET_KEY" -> "darkroom.store.secret-key";
            default -> variable.toLowerCase(Locale.ROOT).replace('_', '.');
        };
    }

    /** Stops all three at once, then releases the data folder. */
    @Override
    public void close() {
        components.values().forEach(Component::terminate);
        components.values().forEach(Component::stop);
        folder.close();
    }

    private void start(int cells) throws InterruptedException {
        components.values().forEach(Component::start);
        component(KAFKA).awaitReady();
        if (security != null) {
            security.setUp(kafka.security());
        }
        KafkaInstaller.install(installer(), new KafkaInstaller.Plan(cells, 1, recordLock));
        component(S3).awaitReady();
        component(REDIS).awaitReady();
    }

    /** How to start. */
    public static final class Builder {
        private @Nullable DataFolder folder;
        private int cells = 1;
        private String bucket = "darkroom";
        private Duration recordLock = Duration.ofSeconds(10);
        private boolean supervised;
        private @Nullable StackSecurity security;
        private Consumer<String> notices = notice -> {};

        private Builder() {}

        /** Keeps the data here. Default: a temporary folder. */
        public Builder data(Path kept) {
            return data(DataFolder.acquire(kept, false));
        }

        /** Uses a folder that was acquired already; it is released at the end. */
        public Builder data(DataFolder taken) {
            this.folder = taken;
            return this;
        }

        /** Cells of each lane. Default: 1. */
        public Builder cells(int perLane) {
            this.cells = perLane;
            return this;
        }

        /** How long a worker may hold a record without renewing. Default: 10 s, at least 1 s. */
        public Builder recordLock(Duration lock) {
            this.recordLock = lock;
            return this;
        }

        /** TLS, users and what each may do, for all three; never as containers. Default: none of it. */
        public Builder security(@Nullable StackSecurity made) {
            this.security = made;
            return this;
        }

        /** Whether a server that dies is started again. Default: no, so that a test decides. */
        public Builder supervised(boolean yes) {
            this.supervised = yes;
            return this;
        }

        /** Receives a sentence when a server dies. Default: none. */
        public Builder notices(Consumer<String> listener) {
            this.notices = listener;
            return this;
        }

        /**
         * Returns when Kafka has its topics and all three are ready. If that fails, nothing is left running.
         *
         * @throws io.darkroom.local.process.ComponentException if one does not get ready
         */
        public Backends start() throws InterruptedException {
            Backends backends = new Backends(this, folder != null ? folder : DataFolder.temporary());
            try {
                backends.start(cells);
                return backends;
            } catch (RuntimeException | InterruptedException e) {
                backends.close();
                throw e;
            }
        }
    }
}
