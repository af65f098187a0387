package io.darkroom.platform.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.darkroom.platform.telemetry.metric.Meters;
import io.minio.GetPresignedObjectUrlArgs;
import io.minio.Http;
import io.minio.MinioClient;
import io.minio.credentials.AwsEnvironmentProvider;
import io.minio.credentials.Credentials;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Credentials and addresses as a store, or the machine's metadata service, sees them. */
class S3ClientsTest {
    private static final StoreSettings.Connection PLAIN = StoreSettings.Connection.plain(Duration.ofSeconds(5));

    private final OkHttpClient http = S3Clients.streaming(PLAIN);
    private final Map<String, String> seen = new ConcurrentHashMap<>();
    private HttpServer server;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
    }

    private String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** A store without objects, and Amazon's metadata service with one role. */
    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestHeaders()
                    .forEach((name, values) -> seen.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
            String path = exchange.getRequestURI().getPath();
            String body = "";
            if (path.equals("/latest/api/token")) {
                body = "a-token-of-the-service";
            } else if (path.endsWith("/security-credentials/")) {
                body = "darkroom-role";
            } else if (path.endsWith("/darkroom-role")) {
                body = """
                        {"Code":"Success","AccessKeyId":"of-the-role","SecretAccessKey":"secret","Token":"session",\
                        "Expiration":"%s"}""".formatted(Instant.now().plusSeconds(3_600).truncatedTo(ChronoUnit.SECONDS));
            }
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(bytes.length == 0 ? 404 : 200, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private static StoreSettings settings(
            String endpoint, StoreCredentials credentials, StoreSettings.Addressing addressing) {
        return new StoreSettings(
                endpoint,
                endpoint,
                "images",
                "eu-central-1",
                credentials,
                new StoreSettings.Connection(addressing, null, Duration.ofSeconds(5)));
    }

    @Test
    void temporaryKeysAreSentWithTheirSessionToken() {
        StoreSettings settings = settings(
                address(),
                new StoreCredentials.Keys("key", "secret", "of-this-session"),
                StoreSettings.Addressing.PATH);
        try (S3ObjectStore store = new S3ObjectStore(settings, Meters.unread())) {
            assertThat(store.size("nothing")).isEmpty();
        }
        assertThat(seen).containsEntry("x-amz-security-token", "of-this-session");
        assertThat(seen.get("authorization")).contains("Credential=key/").contains("x-amz-security-token");
    }

    @Test
    void aRolesKeysComeFromTheMetadataService() {
        Credentials credentials =
                S3Clients.provider(new StoreCredentials.Iam(), address(), http).fetch();
        assertThat(credentials.accessKey()).isEqualTo("of-the-role");
        assertThat(credentials.secretKey()).isEqualTo("secret");
        assertThat(credentials.sessionToken()).isEqualTo("session");
        assertThat(seen).containsEntry("x-aws-ec2-metadata-token", "a-token-of-the-service");
    }

    @Test
    void theEnvironmentsKeysAreTheProvidersBusiness() {
        assertThat(S3Clients.provider(new StoreCredentials.Environment(), null, http))
                .isInstanceOf(AwsEnvironmentProvider.class);
    }

    @Test
    void theBucketIsPartOfThePathOrOfTheHost() throws Exception {
        assertThat(link(StoreSettings.Addressing.PATH)).hasHost("store.example").hasPath("/images/a.png");
        assertThat(link(StoreSettings.Addressing.VIRTUAL_HOST))
                .hasHost("images.store.example")
                .hasPath("/a.png");
    }

    private URI link(StoreSettings.Addressing addressing) throws Exception {
        String endpoint = "https://store.example:9000";
        StoreSettings settings = settings(endpoint, new StoreCredentials.Keys("key", "secret", null), addressing);
        MinioClient client = S3Clients.client(settings, endpoint, http);
        return URI.create(client.getPresignedObjectUrl(GetPresignedObjectUrlArgs.builder()
                .method(Http.Method.GET)
                .bucket("images")
                .object("a.png")
                .expiry(60)
                .build()));
    }
}
