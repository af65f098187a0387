package io.darkroom.local.secure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OkHttpCertificatesTest {
    @TempDir
    Path folder;

    @Test
    void writesOnlyFilesThatNobodyElseReadsAndNoKeyOfTheAuthority() throws Exception {
        OkHttpCertificates.issue(folder.resolve("tls"), Clock.systemUTC());
        OkHttpCertificates.issue(folder.resolve("tls"), Clock.systemUTC());
        try (Stream<Path> files = Files.list(folder.resolve("tls"))) {
            List<Path> all = files.toList();
            assertThat(all)
                    .extracting(file -> file.getFileName().toString())
                    .containsExactlyInAnyOrder(
                            "ca.pem", "server.pem", "server.key", "server-both.pem", "server.p12", "operator-both.pem");
            for (Path file : all) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .as(file.toString())
                        .isEqualTo("rw-------");
            }
        }
        assertThat(folder.resolve("tls/ca.pem")).content().doesNotContain("PRIVATE KEY");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost"})
    void theServersCertificateStandsForThisMachine(String host) throws Exception {
        OkHttpCertificates certificates = OkHttpCertificates.issue(folder.resolve("tls"), Clock.systemUTC());
        assertThat(handshake(certificates, certificates.client(), host)).contains("CN=darkroom-broker");
    }

    @Test
    void theServersCertificateStandsForNoOtherMachineAndOnlyForThoseWhoTrustItsAuthority() throws Exception {
        OkHttpCertificates certificates = OkHttpCertificates.issue(folder.resolve("tls"), Clock.systemUTC());
        OkHttpCertificates others = OkHttpCertificates.issue(folder.resolve("other"), Clock.systemUTC());
        assertThatThrownBy(() -> handshake(certificates, certificates.client(), "example.com"))
                .isInstanceOf(SSLHandshakeException.class);
        assertThatThrownBy(() -> handshake(certificates, others.client(), "localhost"))
                .isInstanceOf(SSLHandshakeException.class);
    }

    /** The subject of the server's certificate as a client sees it that believes to talk to this host. */
    private static String handshake(OkHttpCertificates certificates, SSLContext client, String host) throws Exception {
        try (SSLServerSocket server = (SSLServerSocket) serverContext(certificates.files())
                .getServerSocketFactory()
                .createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> served = CompletableFuture.runAsync(() -> serve(server));
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.getLocalPort());
                    SSLSocket tls = (SSLSocket)
                            client.getSocketFactory().createSocket(socket, host, server.getLocalPort(), true)) {
                SSLParameters parameters = tls.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                tls.setSSLParameters(parameters);
                tls.startHandshake();
                return tls.getSession().getPeerPrincipal().getName();
            } finally {
                served.join();
            }
        }
    }

    private static void serve(SSLServerSocket server) {
        try (SSLSocket accepted = (SSLSocket) server.accept()) {
            accepted.startHandshake();
        } catch (IOException e) {
            // The client has refused; the test looks at its side.
        }
    }

    private static SSLContext serverContext(TlsFiles files) throws Exception {
        char[] password = files.keyStorePassword().toCharArray();
        KeyStore store = KeyStore.getInstance(files.serverKeyStore().toFile(), password);
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }
}
