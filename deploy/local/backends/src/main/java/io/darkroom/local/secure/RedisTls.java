package io.darkroom.local.secure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** TLS of a Redis server: its arguments, and whether a program can do it. */
public final class RedisTls {
    private static final int SECONDS = 5;

    private RedisTls() {}

    /**
     * Whether the program was built with TLS, found by running it: told to listen nowhere it ends at once, after complaining
     * about an unknown setting if it has no TLS.
     */
    public static boolean isIn(Path program) {
        try {
            Process process = new ProcessBuilder(program.toString(), "--port", "0", "--tls-port", "0", "--save", "")
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor(SECONDS, TimeUnit.SECONDS) && said.contains("not listen anywhere");
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Listens on this port by TLS only. Clients show no certificate: they log in by name and password. */
    public static List<String> arguments(TlsFiles files, int port, Path aclFile) {
        return List.of(
                "--port",
                "0",
                "--tls-port",
                Integer.toString(port),
                "--tls-cert-file",
                files.serverCertificate().toString(),
                "--tls-key-file",
                files.serverKey().toString(),
                "--tls-ca-cert-file",
                files.authority().toString(),
                "--tls-auth-clients",
                "no",
                "--tls-protocols",
                "TLSv1.3",
                "--aclfile",
                aclFile.toString());
    }
}
