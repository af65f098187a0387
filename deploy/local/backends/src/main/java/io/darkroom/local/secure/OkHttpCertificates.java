package io.darkroom.local.secure;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import javax.net.ssl.SSLContext;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/**
 * A certificate authority that lives as long as this object, and the certificates that it has issued, in files. Its key is in
 * no file. Elliptic curve P-256 throughout, which every server here and every client of the last ten years reads.
 */
public final class OkHttpCertificates {
    /** A stack that runs longer is started again; a few minutes for a clock that was set back. */
    private static final Duration VALID = Duration.ofDays(90);

    private static final Duration CLOCK_SKEW = Duration.ofMinutes(10);

    private final HeldCertificate authority;
    private final TlsFiles files;

    private OkHttpCertificates(HeldCertificate authority, TlsFiles files) {
        this.authority = authority;
        this.files = files;
    }

    /**
     * Makes the authority, a certificate for every server at {@code 127.0.0.1}, {@code ::1} and {@code localhost} (common name
     * {@link TlsFiles#BROKER}, since the broker also shows it as a client), and one for the operator.
     *
     * @param folder gets the files, which only their owner may read; those of an earlier start are replaced
     */
    public static OkHttpCertificates issue(Path folder, Clock clock) {
        HeldCertificate authority = within(clock, "Darkroom local authority")
                .certificateAuthority(0)
                .build();
        HeldCertificate server = within(clock, TlsFiles.BROKER)
                .addSubjectAlternativeName("127.0.0.1")
                .addSubjectAlternativeName("::1")
                .addSubjectAlternativeName("localhost")
                .signedBy(authority)
                .build();
        HeldCertificate operator =
                within(clock, TlsFiles.OPERATOR).signedBy(authority).build();
        TlsFiles files = TlsFiles.in(folder, password());
        try {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            write(files.authority(), authority.certificatePem());
            write(files.serverCertificate(), server.certificatePem());
            write(files.serverKey(), server.privateKeyPkcs8Pem());
            write(files.serverBoth(), server.privateKeyPkcs8Pem() + server.certificatePem());
            write(files.operatorBoth(), operator.privateKeyPkcs8Pem() + operator.certificatePem());
            writeKeyStore(files, server, authority);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("cannot write the certificates to " + folder + ": " + e.getMessage(), e);
        }
        return new OkHttpCertificates(authority, files);
    }

    public TlsFiles files() {
        return files;
    }

    /** What clients have to trust. */
    public X509Certificate authority() {
        return authority.certificate();
    }

    /** Trusts this authority alone, and shows no certificate: for clients of the servers in this JVM. */
    public SSLContext client() {
        return new HandshakeCertificates.Builder()
                .addTrustedCertificate(authority.certificate())
                .build()
                .sslContext();
    }

    private static HeldCertificate.Builder within(Clock clock, String name) {
        Instant now = clock.instant();
        return new HeldCertificate.Builder()
                .commonName(name)
                .validityInterval(
                        now.minus(CLOCK_SKEW).toEpochMilli(), now.plus(VALID).toEpochMilli());
    }

    private static String password() {
        byte[] bits = new byte[20];
        new SecureRandom().nextBytes(bits);
        return HexFormat.of().formatHex(bits);
    }

    private static void write(Path file, String text) throws IOException {
        createEmpty(file);
        Files.writeString(file, text);
    }

    /** For servers that read nothing but a Java key store. */
    private static void writeKeyStore(TlsFiles files, HeldCertificate server, HeldCertificate authority)
            throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        char[] password = files.keyStorePassword().toCharArray();
        Certificate[] chain = {server.certificate(), authority.certificate()};
        store.setKeyEntry("server", server.keyPair().getPrivate(), password, chain);
        createEmpty(files.serverKeyStore());
        try (OutputStream out = Files.newOutputStream(files.serverKeyStore())) {
            store.store(out, password);
        }
    }

    /** Made readable for its owner only, before anything is in it. */
    private static void createEmpty(Path file) {
        try {
            Files.deleteIfExists(file);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create " + file, e);
        }
    }
}
