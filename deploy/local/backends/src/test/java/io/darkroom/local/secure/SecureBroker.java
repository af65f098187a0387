package io.darkroom.local.secure;

import io.darkroom.install.KafkaAcls;
import io.darkroom.install.KafkaInstaller;
import io.darkroom.install.Role;
import io.darkroom.local.backends.BrokerSettings;
import io.darkroom.local.backends.Checkout;
import io.darkroom.local.backends.DataFolder;
import io.darkroom.local.process.Component;
import io.darkroom.local.process.Ports;
import io.darkroom.local.process.ProcessSpec;
import io.darkroom.local.process.Readiness;
import io.darkroom.platform.kafka.KafkaClientSettings;
import java.io.File;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A real broker with {@link KafkaBrokerSecurity}, its users and their access control lists. */
final class SecureBroker implements AutoCloseable {
    private static final String CLUSTER = "ZGFya3Jvb20tbG9jYWwtMQ";

    private final DataFolder folder;
    private final KafkaBrokerSecurity security;
    private final Component component;
    private final Map<Role, String> passwords = Map.of(
            Role.GATEWAY, "gateway-secret", Role.WORKER, "worker-secret", Role.INSTALLER, "installer \"secret\\");

    private SecureBroker(DataFolder folder) {
        this.folder = folder;
        List<Integer> ports = Ports.ofThisMachine().free(3);
        TlsFiles files = OkHttpCertificates.issue(folder.resolve("tls"), Clock.systemUTC())
                .files();
        security =
                new KafkaBrokerSecurity(files, new KafkaBrokerSecurity.Ports(ports.get(0), ports.get(1), ports.get(2)));
        component = new Component(spec(), this::isReady, Duration.ofSeconds(60), false, notice -> {});
    }

    /** Ready, with users and lists; without topics. */
    static SecureBroker start() throws InterruptedException {
        return start(DataFolder.temporary());
    }

    static SecureBroker start(DataFolder folder) throws InterruptedException {
        SecureBroker broker = new SecureBroker(folder);
        try {
            broker.component.restart();
            Map<Role, String> principals = new EnumMap<>(Role.class);
            for (Role role : Role.values()) {
                principals.put(role, KafkaAcls.principal(role.user()));
            }
            KafkaLogins.createUsers(broker.operator(), broker.passwords);
            KafkaAcls.apply(broker.operator(), principals);
            return broker;
        } catch (RuntimeException | InterruptedException e) {
            broker.close();
            throw e;
        }
    }

    /** With the installer's own rights. */
    List<String> install() throws InterruptedException {
        return KafkaInstaller.install(
                KafkaClientSettings.of(settings(Role.INSTALLER)),
                new KafkaInstaller.Plan(1, 1, Duration.ofSeconds(10)));
    }

    KafkaBrokerSecurity security() {
        return security;
    }

    /** Of a client that logs in as this role. */
    Map<String, Object> settings(Role role) {
        return settings(role.user(), passwords.get(role));
    }

    Map<String, Object> settings(String user, String password) {
        Map<String, Object> settings = new HashMap<>(KafkaLogins.of(security.files(), user, password));
        settings.put("bootstrap.servers", security.bootstrap());
        return impatient(settings);
    }

    KafkaClientSettings operator() {
        Map<String, Object> settings = new HashMap<>(KafkaLogins.operator(security.files()));
        settings.put("bootstrap.servers", security.internal());
        return KafkaClientSettings.of(impatient(settings));
    }

    void send(Role role, String topic, String value) throws Exception {
        try (var producer = new KafkaProducer<>(settings(role), new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, value, value)).get(15, TimeUnit.SECONDS);
        }
    }

    /** Reads from the beginning; without a group if that is null. */
    KafkaConsumer<String, String> consumer(Role role, String group) {
        Map<String, Object> settings = settings(role);
        settings.put("auto.offset.reset", "earliest");
        settings.put("enable.auto.commit", false);
        if (group != null) {
            settings.put("group.id", group);
        }
        return new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer());
    }

    KafkaShareConsumer<String, String> shareConsumer(Role role, String group, String topic) {
        Map<String, Object> settings = settings(role);
        settings.put("group.id", group);
        settings.put("share.acknowledgement.mode", "explicit");
        settings.put("share.acquire.mode", "record_limit");
        settings.put("max.poll.records", 1);
        var consumer = new KafkaShareConsumer<>(settings, new StringDeserializer(), new StringDeserializer());
        consumer.subscribe(List.of(topic));
        return consumer;
    }

    private static Map<String, Object> impatient(Map<String, Object> settings) {
        settings.put("request.timeout.ms", 4_000);
        settings.put("reconnect.backoff.ms", 20);
        settings.put("retry.backoff.ms", 20);
        return settings;
    }

    private boolean isReady() throws Exception {
        if (!Readiness.listens(security.ports().internal())) {
            return false;
        }
        try (Admin admin = Admin.create(operator().with(Map.of()))) {
            return !admin.describeCluster().nodes().get(5, TimeUnit.SECONDS).isEmpty();
        }
    }

    private ProcessSpec spec() {
        Map<String, String> settings = new TreeMap<>(BrokerSettings.ofOneNode(Duration.ofSeconds(10)));
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", "1");
        settings.put("log.dirs", folder.resolve("kafka").toString());
        settings.putAll(security.settings());
        String file =
                folder.writePrivately("conf/kafka.properties", text(settings)).toString();
        Path module = Checkout.find().root().resolve("deploy/local/kafka/target");
        String classPath = module.resolve("classes") + File.pathSeparator + module.resolve("lib") + "/*";
        List<String> jvm = List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto");
        return ProcessSpec.of(
                "kafka",
                ProcessSpec.java(jvm, classPath, "io.darkroom.local.kafka.KafkaNode", file, CLUSTER),
                folder.root(),
                folder.logs().resolve("kafka.log"));
    }

    static String text(Map<String, String> settings) {
        return settings.entrySet().stream()
                .map(setting -> setting.getKey() + "=" + setting.getValue() + "\n")
                .collect(Collectors.joining());
    }

    @Override
    public void close() {
        component.stop();
        folder.close();
    }
}
