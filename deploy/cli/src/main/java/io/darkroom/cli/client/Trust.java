package io.darkroom.cli.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Which certificate authorities a client trusts: those of the Java runtime, and one of the operator's own. */
public final class Trust {
    private Trust() {}

    /**
     * A client of a gateway, by HTTP/1.1.
     *
     * @param ca PEM file of authorities to trust as well; null: none
     * @throws IllegalArgumentException if the file holds no certificates or cannot be read
     */
    public static HttpClient.Builder http(@Nullable Path ca) {
        HttpClient.Builder http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1);
        return ca == null ? http : http.sslContext(context(ca));
    }

    /** The same for sockets. */
    public static SSLContext context(Path ca) {
        try {
            List<Certificate> trusted = new ArrayList<>(read(ca));
            for (X509Certificate usual : manager(null).getAcceptedIssuers()) {
                trusted.add(usual);
            }
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (int i = 0; i < trusted.size(); i++) {
                store.setCertificateEntry("ca-" + i, trusted.get(i));
            }
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {manager(store)}, null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "cannot use the certificate authorities in " + ca + ": " + e.getMessage(), e);
        }
    }

    private static Collection<? extends Certificate> read(Path ca) throws IOException, GeneralSecurityException {
        try (InputStream pem = Files.newInputStream(ca)) {
            return CertificateFactory.getInstance("X.509").generateCertificates(pem);
        }
    }

    /** @param store null: that of the Java runtime */
    private static X509TrustManager manager(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(store);
        for (TrustManager manager : managers.getTrustManagers()) {
            if (manager instanceof X509TrustManager found) {
                return found;
            }
        }
        throw new GeneralSecurityException("this Java runtime cannot check certificates");
    }
}
