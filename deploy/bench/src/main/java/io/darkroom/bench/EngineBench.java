package io.darkroom.bench;

import io.darkroom.local.backends.Checkout;
import io.darkroom.local.stack.LocalStack;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The worker's engine against a bare ONNX Runtime loop, in a JVM of its own with the worker's class path. */
final class EngineBench {
    /** Models with the rows of one run, as a worker runs them: a guided pair, and a single row. */
    private static final List<Subject> SUBJECTS = List.of(new Subject("frames", 1), new Subject("sticker", 2));

    private final Report report;

    EngineBench(Report report) {
        this.report = report;
    }

    void run() throws IOException, InterruptedException {
        report.title("Engine: a denoising step against a bare ONNX Runtime loop");
        report.machine();
        for (Subject subject : SUBJECTS) {
            report.block(measure(subject));
        }
        report.note("The engine does all that a job asks for (guidance, scheduler, hand-over of each step to the job);"
                + " the loop only runs the network.");
    }

    private static String measure(Subject subject) throws IOException, InterruptedException {
        Checkout checkout = Checkout.find();
        Path app = checkout.root().resolve("worker/target/quarkus-app");
        String classPath =
                app.resolve("app") + "/*:" + app.resolve("lib/main") + "/*:" + app.resolve("lib/boot") + "/*";
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:+UseSerialGC",
                        "-cp",
                        classPath,
                        "io.darkroom.worker.bench.EngineBench",
                        LocalStack.models(checkout).toString(),
                        subject.model(),
                        Integer.toString(subject.rows())))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException("the engine's benchmark failed for model " + subject.model() + ": " + text);
        }
        return text.strip();
    }

    private record Subject(String model, int rows) {}
}
