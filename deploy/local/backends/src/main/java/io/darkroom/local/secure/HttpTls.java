package io.darkroom.local.secure;

import java.util.Map;
import java.util.TreeMap;

/** TLS of the servers that speak HTTP. */
public final class HttpTls {
    private HttpTls() {}

    /** Settings of s3proxy instead of its plain endpoint. */
    public static Map<String, String> s3(TlsFiles files, int port) {
        Map<String, String> settings = new TreeMap<>();
        settings.put("s3proxy.secure-endpoint", "https://127.0.0.1:" + port);
        settings.put("s3proxy.keystore-path", files.serverKeyStore().toString());
        settings.put("s3proxy.keystore-password", files.keyStorePassword());
        return settings;
    }

    /**
     * Environment of a gateway: HTTPS at this port and no HTTP. The management port stays as it is: it belongs to the
     * machine or the pod, not to clients, and it may answer a moment before this port does.
     */
    public static Map<String, String> gateway(TlsFiles files, int port) {
        Map<String, String> environment = new TreeMap<>();
        environment.put("QUARKUS_HTTP_INSECURE_REQUESTS", "disabled");
        environment.put("QUARKUS_HTTP_SSL_PORT", Integer.toString(port));
        // A name of its own: the unnamed configuration would put the management port under TLS, too.
        environment.put("QUARKUS_HTTP_TLS_CONFIGURATION_NAME", "clients");
        environment.put(
                "QUARKUS_TLS_CLIENTS_KEY_STORE_PEM_SERVER_CERT",
                files.serverCertificate().toString());
        environment.put(
                "QUARKUS_TLS_CLIENTS_KEY_STORE_PEM_SERVER_KEY",
                files.serverKey().toString());
        environment.put("QUARKUS_TLS_CLIENTS_PROTOCOLS", "TLSv1.3");
        // Quarkus 3.34 answers a body that is too large with the header "connection", which HTTP/2 forbids and clients
        // refuse.
        environment.put("QUARKUS_HTTP_HTTP2", "false");
        return environment;
    }
}
