package io.darkroom.local.secure;

import java.nio.file.Path;

/**
 * Where the certificates of a secure stack lie. PEM unless said otherwise; keys are PKCS#8 without a password, readable by
 * their owner only.
 *
 * @param authority the certificate that clients have to trust
 * @param serverBoth key and certificate in one file, as Kafka wants them
 * @param serverKeyStore PKCS#12, for servers that read no PEM
 * @param operatorBoth key and certificate of the operator, for Kafka's clients
 */
public record TlsFiles(
        Path authority,
        Path serverCertificate,
        Path serverKey,
        Path serverBoth,
        Path serverKeyStore,
        String keyStorePassword,
        Path operatorBoth) {
    /** Common name of the servers' certificate. */
    public static final String BROKER = "darkroom-broker";

    /** Common name of the operator's certificate. */
    public static final String OPERATOR = "darkroom-operator";

    static TlsFiles in(Path folder, String keyStorePassword) {
        return new TlsFiles(
                folder.resolve("ca.pem"),
                folder.resolve("server.pem"),
                folder.resolve("server.key"),
                folder.resolve("server-both.pem"),
                folder.resolve("server.p12"),
                keyStorePassword,
                folder.resolve("operator-both.pem"));
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "TlsFiles[" + authority.getParent() + "]";
    }
}
