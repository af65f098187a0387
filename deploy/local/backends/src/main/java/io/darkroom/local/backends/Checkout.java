package io.darkroom.local.backends;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The built checkout that this class was loaded from: where the programs of the other processes are. */
public record Checkout(Path root) {
    /** Names the root when this class was copied elsewhere. */
    public static final String PROPERTY = "darkroom.checkout";

    /**
     * Looks upward from where this class lies.
     *
     * @throws IllegalStateException if this class lies outside a checkout and the property does not name one
     */
    public static Checkout find() {
        String named = System.getProperty(PROPERTY);
        Path root = named != null ? Path.of(named).toAbsolutePath() : rootAbove(ownLocation());
        if (root == null || !isRoot(root)) {
            throw new IllegalStateException("no Darkroom checkout at " + (named != null ? named : ownLocation())
                    + " or above; name it by -D" + PROPERTY + "=DIR");
        }
        return new Checkout(root);
    }

    private static Path ownLocation() {
        try {
            return Path.of(Checkout.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the class path has a place that is no URI", e);
        }
    }

    private static @Nullable Path rootAbove(Path start) {
        Path at = start.toAbsolutePath();
        while (at != null && !isRoot(at)) {
            at = at.getParent();
        }
        return at;
    }

    private static boolean isRoot(Path folder) {
        return Files.isRegularFile(folder.resolve("deploy/local/backends/pom.xml"));
    }

    /** The broker: our main class and Kafka's own libraries. */
    String kafkaClassPath() {
        Path module = root.resolve("deploy/local/kafka/target");
        return built(module.resolve("classes")) + File.pathSeparator + built(module.resolve("lib")) + "/*";
    }

    /** The S3 server's one jar. */
    String s3ClassPath() {
        Path lib = built(root.resolve("deploy/local/s3/target/lib"));
        try (Stream<Path> files = Files.list(lib)) {
            List<Path> jars =
                    files.filter(file -> file.toString().endsWith(".jar")).toList();
            if (jars.size() != 1) {
                throw new IllegalStateException("expected one jar in " + lib + ", found " + jars);
            }
            return jars.getFirst().toString();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + lib, e);
        }
    }

    private static Path built(Path path) {
        if (!Files.exists(path)) {
            throw new IllegalStateException(path + " is missing; build with ./mvnw -DskipTests package");
        }
        return path;
    }
}
