package io.darkroom.docker.train;

import io.darkroom.local.process.Component;
import io.darkroom.local.process.ProcessSpec;
import io.darkroom.local.process.Readiness;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One program of an image under training. */
final class TrainedProgram {
    private static final Duration READY_WITHIN = Duration.ofMinutes(5);

    /** After SIGTERM the JVM writes its cache, in a second JVM; on a slow machine that takes minutes. */
    private static final Duration GRACE = Duration.ofMinutes(10);

    private final Component component;
    private final Path cache;

    /**
     * @param java the java program of the image
     * @param home where the program lies, as in its image, with its {@code java.options}
     * @param healthPort where {@code /q/health/ready} answers
     */
    TrainedProgram(Path java, Path home, Map<String, String> environment, int healthPort, Path logs)
            throws IOException {
        String name = home.getFileName().toString();
        cache = home.resolve("app.aot");
        Files.deleteIfExists(cache);
        List<String> command = new ArrayList<>(List.of(java.toString()));
        // The image's own options, except the one that names the cache, which this run creates.
        Files.readAllLines(home.resolve("java.options")).stream()
                .filter(option -> !option.isBlank() && !option.startsWith("#") && !option.startsWith("-XX:AOT"))
                .forEach(command::add);
        command.add("-XX:AOTCacheOutput=" + cache);
        command.addAll(List.of("-jar", home.resolve("quarkus-run.jar").toString()));
        ProcessSpec spec = ProcessSpec.of(name, command, home, logs.resolve(name + ".log"))
                .withEnvironment(environment)
                .withGrace(GRACE);
        URI ready = URI.create("http://127.0.0.1:" + healthPort + "/q/health/ready");
        Readiness readiness = () -> Readiness.listens(healthPort) && Readiness.httpStatus(ready) == 200;
        component = new Component(spec, readiness, READY_WITHIN, false, notice -> {});
    }

    void start() {
        component.start();
    }

    void awaitReady() throws InterruptedException {
        component.awaitReady();
    }

    /** Ends it without a cache. */
    void kill() {
        if (component.isAlive()) {
            component.kill9();
        }
    }

    /** The last lines of its log. */
    String logTail() throws IOException {
        List<String> lines = Files.readAllLines(component.log());
        return component.name() + ":\n"
                + String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size()));
    }

    /**
     * Ends it and returns the bytes of the cache that it wrote.
     *
     * @throws IllegalStateException if it wrote none
     */
    long finish() throws IOException {
        component.stop();
        if (!Files.isRegularFile(cache)) {
            throw new IllegalStateException(component.name() + " wrote no AOT cache");
        }
        return Files.size(cache);
    }
}
