package io.darkroom.local.secure;

import io.darkroom.install.KafkaAcls;
import io.darkroom.install.Role;
import io.darkroom.platform.kafka.KafkaClientSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** All that is made for one start of a secure stack, and is of no use after it: certificates, users and their passwords. */
public final class StackSecurity {
    private final OkHttpCertificates certificates;
    private final Map<Role, String> kafka = passwords();
    private final Map<Role, String> redis = passwords();
    private final String redisOperator = password();

    private StackSecurity(OkHttpCertificates certificates) {
        this.certificates = certificates;
    }

    /**
     * New certificates in a folder, in place of those of an earlier start.
     *
     * @throws IllegalStateException if they cannot be written
     */
    public static StackSecurity create(Path folder, Clock clock) {
        return new StackSecurity(OkHttpCertificates.issue(folder, clock));
    }

    public TlsFiles files() {
        return certificates.files();
    }

    /** Trusts the authority of this stack and no other. */
    public SSLContext trust() {
        return certificates.client();
    }

    /** Shows the servers' certificate, for what stands between a server and its clients. */
    public SSLContext server() {
        char[] password = files().keyStorePassword().toCharArray();
        try (InputStream in = Files.newInputStream(files().serverKeyStore())) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, password);
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, password);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("cannot use " + files().serverKeyStore() + ": " + e.getMessage(), e);
        }
    }

    /** How a role logs in to Kafka. */
    public KafkaClientSettings kafka(KafkaBrokerSecurity broker, Role role) {
        Map<String, String> settings = new HashMap<>(logins(role));
        settings.put("bootstrap.servers", broker.bootstrap());
        return KafkaClientSettings.of(settings);
    }

    /** How the operator, who may do everything, logs in to Kafka. */
    public KafkaClientSettings kafkaOperator(KafkaBrokerSecurity broker) {
        Map<String, String> settings = new HashMap<>(KafkaLogins.operator(files()));
        settings.put("bootstrap.servers", broker.internal());
        return KafkaClientSettings.of(settings);
    }

    /** Creates the roles' users in a broker and says what each may do. */
    public void setUp(KafkaBrokerSecurity broker) throws InterruptedException {
        KafkaClientSettings operator = kafkaOperator(broker);
        KafkaLogins.createUsers(operator, kafka);
        Map<Role, String> principals = new EnumMap<>(Role.class);
        for (Role role : Role.values()) {
            principals.put(role, KafkaAcls.principal(role.user()));
        }
        KafkaAcls.apply(operator, principals);
    }

    /** What Redis reads its users from. */
    public String redisUsers() {
        return RedisAcls.file(redis, TlsFiles.OPERATOR, redisOperator);
    }

    public String redisOperatorPassword() {
        return redisOperator;
    }

    /** What a gateway or worker gets beside the servers' addresses. */
    public Map<String, String> environment(Role role) {
        Map<String, String> environment = new TreeMap<>();
        logins(role).forEach((name, value) -> environment.put(variable(name), value));
        environment.put("DARKROOM_REDIS_USERNAME", role.user());
        environment.put("DARKROOM_REDIS_PASSWORD", Objects.requireNonNull(redis.get(role)));
        environment.put("DARKROOM_REDIS_CA", files().authority().toString());
        environment.put("DARKROOM_STORE_CA", files().authority().toString());
        return environment;
    }

    private static String variable(String kafkaSetting) {
        return "KAFKA_" + kafkaSetting.toUpperCase(Locale.ROOT).replace('.', '_');
    }

    private Map<String, String> logins(Role role) {
        return KafkaLogins.of(files(), role.user(), Objects.requireNonNull(kafka.get(role)));
    }

    private static Map<Role, String> passwords() {
        Map<Role, String> passwords = new EnumMap<>(Role.class);
        for (Role role : Role.values()) {
            passwords.put(role, password());
        }
        return passwords;
    }

    private static String password() {
        byte[] bits = new byte[20];
        new SecureRandom().nextBytes(bits);
        return HexFormat.of().formatHex(bits);
    }
}
