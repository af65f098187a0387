package io.darkroom.platform.store;

import io.darkroom.platform.telemetry.metric.Meters;
import io.minio.MinioClient;
import io.minio.credentials.AwsEnvironmentProvider;
import io.minio.credentials.IamAwsProvider;
import io.minio.credentials.Provider;
import io.minio.credentials.StaticProvider;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import org.jspecify.annotations.Nullable;

/** Creates object store clients from settings: credentials, trusted authorities, addressing, timeouts. */
public final class S3Clients {
    private static final Duration LONGEST_CONNECT = Duration.ofSeconds(2);

    private S3Clients() {}

    /** The HTTP client of one store, with metrics; each call ends within the timeout. */
    public static OkHttpClient http(StoreSettings.Connection connection, Meters meters) {
        Duration timeout = connection.timeout();
        Duration connect = timeout.compareTo(LONGEST_CONNECT) < 0 ? timeout : LONGEST_CONNECT;
        return builder(connection)
                .addInterceptor(new S3Calls(meters))
                .connectTimeout(connect)
                .readTimeout(timeout)
                .writeTimeout(timeout)
                .callTimeout(timeout)
                .build();
    }

    /** For long transfers: the timeout applies to inactivity, not to the whole call. */
    public static OkHttpClient streaming(StoreSettings.Connection connection) {
        return builder(connection)
                .connectTimeout(connection.timeout())
                .readTimeout(connection.timeout())
                .build();
    }

    private static OkHttpClient.Builder builder(StoreSettings.Connection connection) {
        OkHttpClient.Builder http =
                new OkHttpClient.Builder().protocols(List.of(Protocol.HTTP_1_1)).socketFactory(new S3NoDelaySockets());
        if (connection.ca() != null) {
            trust(http, connection.ca());
        }
        return http;
    }

    /** @param endpoint that requests are signed for */
    public static MinioClient client(StoreSettings settings, String endpoint, OkHttpClient http) {
        MinioClient client = MinioClient.builder()
                .endpoint(endpoint)
                .region(settings.region())
                .credentialsProvider(provider(settings.credentials(), null, http))
                .httpClient(http)
                .build();
        if (settings.connection().addressing() == StoreSettings.Addressing.VIRTUAL_HOST) {
            client.enableVirtualStyleEndpoint();
        }
        return client;
    }

    /** @param iamEndpoint URL of the metadata service; null: taken from the environment, or the AWS default */
    static Provider provider(StoreCredentials credentials, @Nullable String iamEndpoint, OkHttpClient http) {
        return switch (credentials) {
            case StoreCredentials.Keys keys ->
                new StaticProvider(keys.accessKey(), keys.secretKey(), keys.sessionToken());
            case StoreCredentials.Environment _ -> new AwsEnvironmentProvider();
            case StoreCredentials.Iam _ -> new IamAwsProvider(iamEndpoint, http);
        };
    }

    private static void trust(OkHttpClient.Builder http, Path ca) {
        try (InputStream pem = Files.newInputStream(ca)) {
            KeyStore authorities = KeyStore.getInstance(KeyStore.getDefaultType());
            authorities.load(null, null);
            int number = 0;
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                authorities.setCertificateEntry("ca-" + number++, certificate);
            }
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(authorities);
            X509TrustManager trusted = (X509TrustManager) managers.getTrustManagers()[0];
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {trusted}, null);
            http.sslSocketFactory(context.getSocketFactory(), trusted);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the certificate authorities in " + ca, e);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "the certificate authorities in " + ca + " cannot be used: " + e.getMessage(), e);
        }
    }
}
