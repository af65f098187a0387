package io.darkroom.local.secure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.darkroom.local.backends.Checkout;
import io.darkroom.local.backends.DataFolder;
import io.darkroom.local.process.Component;
import io.darkroom.local.process.Ports;
import io.darkroom.local.process.ProcessSpec;
import io.darkroom.local.process.Readiness;
import io.darkroom.rules.UsesServers;
import io.minio.GetObjectArgs;
import io.minio.GetPresignedObjectUrlArgs;
import io.minio.Http;
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
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import okhttp3.OkHttpClient;
import okhttp3.tls.HandshakeCertificates;
import org.junit.jupiter.api.Test;

/** A real S3 server with TLS. */
@UsesServers
class HttpTlsTest {
    @Test
    void theStoreAnswersByTlsOnly() throws Exception {
        try (DataFolder folder = DataFolder.temporary()) {
            OkHttpCertificates certificates = OkHttpCertificates.issue(folder.resolve("tls"), Clock.systemUTC());
            int port = Ports.ofThisMachine().free();
            Component store = store(folder, certificates.files(), port);
            try {
                store.restart();
                MinioClient client = MinioClient.builder()
                        .endpoint("https://127.0.0.1:" + port)
                        .credentials("darkroom", "secret")
                        .httpClient(trusting(certificates))
                        .build();
                byte[] bytes = "kept".getBytes(StandardCharsets.UTF_8);
                client.putObject(PutObjectArgs.builder().bucket("darkroom").object("a.txt").stream(
                                new ByteArrayInputStream(bytes), (long) bytes.length, -1L)
                        .build());
                try (var in = client.getObject(GetObjectArgs.builder()
                        .bucket("darkroom")
                        .object("a.txt")
                        .build())) {
                    assertThat(in.readAllBytes()).isEqualTo(bytes);
                }
                URI link = URI.create(client.getPresignedObjectUrl(GetPresignedObjectUrlArgs.builder()
                        .method(Http.Method.GET)
                        .bucket("darkroom")
                        .object("a.txt")
                        .build()));
                assertThat(link.getScheme()).isEqualTo("https");
                assertThat(get(link, certificates.client())).isEqualTo("kept");
                // A client that knows only the authorities of the JDK.
                assertThatThrownBy(() -> get(link, SSLContext.getDefault())).isInstanceOf(SSLHandshakeException.class);
                assertThatThrownBy(() -> Readiness.httpStatus(URI.create("http://127.0.0.1:" + port + "/darkroom")))
                        .isInstanceOf(java.io.IOException.class);
            } finally {
                store.stop();
            }
        }
    }

    private static String get(URI uri, SSLContext tls) throws Exception {
        try (HttpClient client = HttpClient.newBuilder().sslContext(tls).build()) {
            return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    private static OkHttpClient trusting(OkHttpCertificates certificates) throws Exception {
        HandshakeCertificates trust = new HandshakeCertificates.Builder()
                .addTrustedCertificate(certificates.authority())
                .build();
        return new OkHttpClient.Builder()
                .sslSocketFactory(trust.sslSocketFactory(), trust.trustManager())
                .build();
    }

    private static Component store(DataFolder folder, TlsFiles files, int port) throws Exception {
        Path bucket = Files.createDirectories(folder.resolve("s3/darkroom"));
        Files.setPosixFilePermissions(bucket, PosixFilePermissions.fromString("rwx------"));
        Map<String, String> settings = new TreeMap<>(HttpTls.s3(files, port));
        settings.put("s3proxy.authorization", "aws-v2-or-v4");
        settings.put("s3proxy.identity", "darkroom");
        settings.put("s3proxy.credential", "secret");
        settings.put("jclouds.provider", "filesystem-nio2");
        settings.put("jclouds.filesystem.basedir", folder.resolve("s3").toString());
        String file = folder.writePrivately("conf/s3proxy.properties", SecureBroker.text(settings))
                .toString();
        ProcessSpec spec = ProcessSpec.of(
                "s3",
                ProcessSpec.java(
                        List.of("-Xmx256m", "-XX:+UseSerialGC"), jar(), "org.gaul.s3proxy.Main", "--properties", file),
                folder.root(),
                folder.logs().resolve("s3.log"));
        return new Component(spec, () -> Readiness.listens(port), Duration.ofSeconds(30), false, notice -> {});
    }

    private static String jar() throws Exception {
        try (Stream<Path> files = Files.list(Checkout.find().root().resolve("deploy/local/s3/target/lib"))) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .findFirst()
                    .orElseThrow()
                    .toString();
        }
    }
}
