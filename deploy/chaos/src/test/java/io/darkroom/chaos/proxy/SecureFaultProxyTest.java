package io.darkroom.chaos.proxy;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.darkroom.local.secure.StackSecurity;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The same between a client and a server that speak TLS. */
class SecureFaultProxyTest extends FaultProxyTest {
    private static StackSecurity security;

    @BeforeAll
    static void makeCertificates(@TempDir Path folder) {
        security = StackSecurity.create(folder.resolve("tls"), Clock.systemUTC());
    }

    @Override
    HttpServer listen(InetSocketAddress any) throws IOException {
        HttpsServer server = HttpsServer.create(any, 10);
        server.setHttpsConfigurator(new HttpsConfigurator(security.server()));
        return server;
    }

    @Override
    HttpClient.Builder client() {
        return HttpClient.newBuilder().sslContext(security.trust());
    }

    @Override
    String prepare(FaultProxy made) {
        made.secure(security.server(), security.trust());
        return "https://127.0.0.1:";
    }
}
