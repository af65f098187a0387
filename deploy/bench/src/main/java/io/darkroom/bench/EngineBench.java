package io.darkroom.bench;

import io.darkroom.local.backends.Checkout;
import io.darkroom.local.stack.LocalStack;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The worker's engine against a bare ONNX Runtime loop, in a JVM of its own with the worker's class path. */
final class EngineBench {
    /** By model: how many rows one run of the denoiser has, as a worker runs it: a guided pair, and a single row. */
    private static final Map<String, Integer> MODELS = Map.of("sticker", 2, "frames", 1);

    private final Report report;

    EngineBench(Report report) {
        this.report = report;
    }

    void run() throws IOException, InterruptedException {
        report.title("Engine: a denoising step against a bare ONNX Runtime loop");
        report.machine();
        for (String model : MODELS.keySet().stream().sorted().toList()) {
            report.block(measure(model, MODELS.get(model)));
        }
        report.note("The engine does all that a job asks for (guidance, scheduler, hand-over of each step to the job);"
                + " the loop only runs the network.");
    }

    private static String measure(String model, int rows) throws IOException, InterruptedException {
        Checkout checkout = Checkout.find();
        Path app = checkout.root().resolve("worker/target/quarkus-app");
        String classPath = app.resolve("app") + "/*:" + app.resolve("lib/main") + "/*:" + app.resolve("lib/boot") + "/*";
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:+UseSerialGC",
                        "-cp",
                        classPath,
                        "io.darkroom.worker.bench.EngineBench",
                        LocalStack.models(checkout).toString(),
                        model,
                        Integer.toString(rows)))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException("the engine's benchmark failed for model " + model + ": " + text);
        }
        return text.strip();
    }
}
