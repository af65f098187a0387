package io.darkroom.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Continuous batching against one job at a time: same machine, same model, same jobs. */
final class BatchingBench {
    private static final String MODEL = "sticker";

    private final Report report;

    BatchingBench(Report report) {
        this.report = report;
    }

    void run() throws IOException, InterruptedException {
        List<List<String>> cells = WorkerProgram.run("BatchingBench", MODEL)
                .lines()
                .map(line -> Arrays.asList(line.split("\t")))
                .toList();
        report.title("Batching: continuous against one job at a time");
        report.machine();
        report.note(setup(of("machine", cells).getFirst()));
        report.note("Jobs of equal length, 16 steps:");
        loops(of("equal", cells));
        report.note("Jobs of mixed lengths, 4 to 40 steps:");
        loops(of("mixed", cells));
        report.note("Short jobs (4 steps, one image) of two clients beside long ones (40 steps, four images) of two"
                + " others; the figures are the short jobs':");
        report.table(
                List.of("what", "jobs/s", "p50 ms", "p99 ms", "p50 better", "p99 better"), beside(of("short", cells)));
        report.note("Checked: every image is bit for bit the one that its job makes alone.");
    }

    private static String setup(List<String> machine) {
        return "%s, model %s, runs of %s rows, %s threads, closed loop, at least %s jobs a round, rounds A B B A."
                .formatted(machine.toArray());
    }

    private static List<List<String>> of(String name, List<List<String>> cells) {
        return cells.stream()
                .filter(row -> row.getFirst().equals(name))
                .map(row -> row.subList(1, row.size()))
                .toList();
    }

    /** Rows come in pairs: batching, then its peer. */
    private void loops(List<List<String>> cells) {
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < cells.size(); i += 2) {
            List<String> ours = cells.get(i);
            List<String> peer = cells.get(i + 1);
            List<String> row = new ArrayList<>(ours);
            row.add(ratio(ours.get(2), peer.get(2)));
            row.add(ratio(peer.get(3), ours.get(3)));
            row.add(ratio(peer.get(4), ours.get(4)));
            rows.add(row);
            List<String> below = new ArrayList<>(peer);
            below.addAll(List.of("1", "1", "1"));
            rows.add(below);
        }
        report.table(
                List.of("clients", "what", "images/s", "p50 ms", "p99 ms", "throughput", "p50 better", "p99 better"),
                rows);
    }

    private static List<List<String>> beside(List<List<String>> cells) {
        List<String> ours = new ArrayList<>(cells.get(0));
        List<String> peer = new ArrayList<>(cells.get(1));
        ours.add(ratio(peer.get(2), ours.get(2)));
        ours.add(ratio(peer.get(3), ours.get(3)));
        peer.addAll(List.of("1", "1"));
        return List.of(ours, peer);
    }

    private static String ratio(String over, String under) {
        return String.format(Locale.ROOT, "%.2f×", Double.parseDouble(over) / Double.parseDouble(under));
    }
}
