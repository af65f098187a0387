package io.darkroom.bench;

import java.io.IOException;
import java.util.List;

/** The worker's engine against a bare ONNX Runtime loop, in a JVM of its own with the worker's class path. */
final class EngineBench {
    /** Models with the rows of one run: a single row, a guided pair as a worker runs it, and two pairs. */
    private static final List<Subject> SUBJECTS = List.of(
            new Subject("frames", 1), new Subject("frames", 4), new Subject("sticker", 2), new Subject("sticker", 4));

    private final Report report;

    EngineBench(Report report) {
        this.report = report;
    }

    void run() throws IOException, InterruptedException {
        report.title("Engine: a denoising step against a bare ONNX Runtime loop");
        report.machine();
        for (Subject subject : SUBJECTS) {
            report.block(WorkerProgram.run("EngineBench", subject.model(), Integer.toString(subject.rows())));
        }
        report.note("The engine does everything that a job needs (guidance, scheduler, progress); the loop only"
                + " runs the network.");
    }

    private record Subject(String model, int rows) {}
}
