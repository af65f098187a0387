package io.darkroom.bench;

import io.darkroom.local.backends.Checkout;
import io.darkroom.local.stack.ModelsFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A measurement inside the worker's code, in a JVM of its own with the worker's class path. */
final class WorkerProgram {
    private WorkerProgram() {}

    /**
     * Runs a program and returns its output.
     *
     * @param program simple name of a class in {@code io.darkroom.bench.engine}
     * @param arguments those after the folder of models
     */
    static String run(String program, String... arguments) throws IOException, InterruptedException {
        Checkout checkout = Checkout.find();
        Path app = checkout.root().resolve("worker/target/quarkus-app");
        String classPath = checkout.root().resolve("deploy/bench/engine/target") + "/*:" + app.resolve("app") + "/*:"
                + app.resolve("lib/main") + "/*:" + app.resolve("lib/boot") + "/*";
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-XX:+UseSerialGC",
                "-cp",
                classPath,
                "io.darkroom.bench.engine." + program,
                ModelsFolder.of(checkout).toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(program + " failed, so the benchmark is void: " + text);
        }
        return text.strip();
    }
}
