package io.darkroom.local.secure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.darkroom.install.Role;
import io.darkroom.local.backends.DataFolder;
import io.darkroom.rules.UsesServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is let in to a real broker. */
@UsesServers
class KafkaLoginsTest {
    @TempDir
    Path folder;

    @Test
    void onlyUsersAndCertificatesOfThisStartAreLetIn() throws Exception {
        Map<String, Object> before;
        try (SecureBroker broker = SecureBroker.start(DataFolder.acquire(folder, false))) {
            before = broker.settings(Role.WORKER);
            assertThat(nodes(broker.settings(Role.WORKER))).isEqualTo(1);
            assertRefused(broker.settings(Role.WORKER.user(), "guessed"), SaslAuthenticationException.class);
            assertRefused(broker.settings(TlsFiles.OPERATOR, "guessed"), SaslAuthenticationException.class);
            // The broker ends a connection without TLS; its client only sees that there is no answer.
            assertRefused(
                    Map.of(
                            "bootstrap.servers", broker.security().bootstrap(),
                            "request.timeout.ms", 1_000,
                            "default.api.timeout.ms", 2_000),
                    TimeoutException.class);
            Map<String, Object> noCertificate = new HashMap<>(broker.settings(Role.WORKER));
            noCertificate.put("security.protocol", "SSL");
            noCertificate.put("bootstrap.servers", broker.security().internal());
            assertRefused(noCertificate, SslAuthenticationException.class);
        }
        // A kept folder starts again, with certificates of another authority.
        byte[] old = Files.readAllBytes(folder.resolve("tls/ca.pem"));
        Path kept = Files.write(folder.resolve("old-ca.pem"), old);
        try (SecureBroker broker = SecureBroker.start(DataFolder.acquire(folder, false))) {
            assertThat(nodes(broker.settings(Role.WORKER))).isEqualTo(1);
            Map<String, Object> distrusting = new HashMap<>(before);
            distrusting.put("bootstrap.servers", broker.security().bootstrap());
            distrusting.put("ssl.truststore.location", kept.toString());
            assertRefused(distrusting, SslAuthenticationException.class);
        }
    }

    private static int nodes(Map<String, Object> settings) throws Exception {
        try (Admin admin = Admin.create(settings)) {
            return admin.describeCluster().nodes().get(15, TimeUnit.SECONDS).size();
        }
    }

    private static void assertRefused(Map<String, Object> settings, Class<? extends Throwable> how) {
        assertThatThrownBy(() -> nodes(settings))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(how);
    }
}
