package io.darkroom.local.backends;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Which Redis server runs. */
public final class RedisBinary {
    private static final Pattern VERSION = Pattern.compile("v=(\\d+)\\.(\\d+)");

    private RedisBinary() {}

    /**
     * The program to run.
     *
     * @param unpacked folder for the bundled program, which must allow running it
     * @throws IllegalStateException if neither fits this machine
     */
    public static Path find(Path unpacked) {
        return onPath(Optional.ofNullable(System.getenv("PATH")).orElse(""))
                .or(() -> bundled(unpacked, System.getProperty("os.name"), System.getProperty("os.arch")))
                .orElseThrow(() -> new IllegalStateException("no Redis for " + System.getProperty("os.name") + " on "
                        + System.getProperty("os.arch") + "; install redis-server 6.2 or newer"));
    }

    /** A {@code redis-server} of 6.2 or newer. */
    static Optional<Path> onPath(String path) {
        return Stream.of(path.split(Pattern.quote(File.pathSeparator)))
                .filter(folder -> !folder.isBlank())
                .map(folder -> Path.of(folder, "redis-server"))
                .filter(Files::isExecutable)
                .filter(RedisBinary::isNewEnough)
                .findFirst();
    }

    private static boolean isNewEnough(Path program) {
        try {
            Process process = new ProcessBuilder(program.toString(), "--version")
                    .redirectErrorStream(true)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor(5, TimeUnit.SECONDS) && isNewEnough(said);
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    static boolean isNewEnough(String versionLine) {
        Matcher matcher = VERSION.matcher(versionLine);
        if (!matcher.find()) {
            return false;
        }
        int major = Integer.parseInt(matcher.group(1));
        return major > 6 || (major == 6 && Integer.parseInt(matcher.group(2)) >= 2);
    }

    private static Optional<Path> bundled(Path folder, String os, String arch) {
        return resource(os, arch).map(name -> unpack(folder, name));
    }

    /** The name of the library's program for a system, as the JDK names it. */
    static Optional<String> resource(String os, String arch) {
        boolean arm = arch.equals("aarch64");
        if (os.toLowerCase(Locale.ROOT).startsWith("mac")) {
            return Optional.of(arm ? "redis-server-6.2.6-v5-darwin-arm64" : "redis-server-6.2.6-v5-darwin-amd64");
        }
        if (os.equals("Linux") && (arm || arch.equals("amd64"))) {
            return Optional.of(arm ? "redis-server-6.2.7-linux-arm64" : "redis-server-6.2.6-v5-linux-amd64");
        }
        return Optional.empty();
    }

    private static Path unpack(Path folder, String name) {
        Path program = folder.resolve(name);
        if (Files.isExecutable(program)) {
            return program;
        }
        try (InputStream in = RedisBinary.class.getClassLoader().getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing from the class path (embedded-redis)");
            }
            Files.createDirectories(folder);
            Path part = Files.createTempFile(folder, name, null);
            Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
            if (!part.toFile().setExecutable(true)) {
                throw new IOException("cannot be made executable");
            }
            return Files.move(part, program, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot unpack Redis into " + folder + ": " + e.getMessage(), e);
        }
    }
}
