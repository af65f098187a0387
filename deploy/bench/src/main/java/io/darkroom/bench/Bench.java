package io.darkroom.bench;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** {@code ./darkroom bench [engine|batching|submit|dispatch]}: runs the named benchmarks, or all, and prints Markdown. */
public final class Bench {
    private static final List<String> ALL = List.of("engine", "batching", "submit", "dispatch");

    private Bench() {}

    public static void main(String[] args) throws Exception {
        Report report = new Report(new PrintStream(System.out, true, StandardCharsets.UTF_8));
        for (String name : args.length == 0 ? ALL : List.of(args)) {
            switch (name) {
                case "engine" -> new EngineBench(report).run();
                case "batching" -> new BatchingBench(report).run();
                case "submit" -> new SubmitBench(report).run();
                case "dispatch" -> new DispatchBench(report).run();
                default -> {
                    System.err.println(
                            "darkroom: there is no benchmark '" + name + "'; there are " + String.join(", ", ALL));
                    System.exit(2);
                }
            }
        }
    }
}
