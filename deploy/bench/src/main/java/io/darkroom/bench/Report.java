package io.darkroom.bench;

import java.io.PrintStream;
import java.util.List;

/** Writes Markdown that goes into {@code docs/benchmarks.md} as it is. */
final class Report {
    private final PrintStream out;

    Report(PrintStream out) {
        this.out = out;
    }

    void title(String text) {
        out.printf("%n## %s%n%n", text);
    }

    void note(String text) {
        out.println(text);
        out.println();
    }

    /** Lines as a program printed them. */
    void block(String text) {
        out.println("```");
        out.println(text);
        out.println("```");
        out.println();
    }

    void table(List<String> header, List<List<String>> rows) {
        row(header);
        row(header.stream().map(cell -> "---").toList());
        rows.forEach(this::row);
        out.println();
    }

    private void row(List<String> cells) {
        out.println("| " + String.join(" | ", cells) + " |");
    }

    void machine() {
        note(
                "Machine: " + Runtime.getRuntime().availableProcessors() + " processors, "
                        + System.getProperty("os.name") + " " + System.getProperty("os.arch") + ", JDK "
                        + Runtime.version().feature()
                        + ". Load, servers and workers share them. Kafka: one node, acks=all, page cache (no fsync per record).");
    }
}
