package io.darkroom.chaos.recovery;

import io.darkroom.chaos.history.Call;
import io.darkroom.chaos.history.FaultRun;
import io.darkroom.chaos.history.History;
import io.darkroom.chaos.history.HistoryIndex;
import io.darkroom.chaos.plan.FaultKind;
import io.darkroom.contracts.job.JobState;
import io.darkroom.contracts.outcome.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The figures of a run, as Markdown. */
public final class Figures {
    private final HistoryIndex index;
    private final List<Recovery> recoveries;

    public Figures(HistoryIndex index) {
        this.index = index;
        this.recoveries = Recoveries.of(index);
    }

    /**
     * @param command that was run
     * @param violations that were found
     */
    public String markdown(String command, int violations) {
        return summary(command, violations) + "\n" + table();
    }

    private String summary(String command, int violations) {
        History history = index.history();
        Map<JobState, Long> ends = index.outcomes().values().stream()
                .collect(Collectors.groupingBy(Outcome::state, TreeMap::new, Collectors.counting()));
        String states = ends.entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey().wireName())
                .collect(Collectors.joining(", "));
        long faults =
                history.faults().stream().filter(fault -> !fault.skipped()).count();
        LostWork lost = LostWork.of(index);
        return String.format(
                Locale.ROOT,
                """
                `%s` (seed %d)

                - %d calls in %d s: %d ok, %d failed, %d unknown
                - %d jobs: %s; %d webhooks received, %d streams read over %d connections
                - %d faults; **%d violations**
                - lost to faults: %d starts of jobs, at most %.1f device seconds
                """,
                command,
                history.seed(),
                history.calls().size(),
                Duration.between(history.begun(), history.drained()).toSeconds(),
                ended(Call.End.OK),
                ended(Call.End.FAILED),
                ended(Call.End.UNKNOWN),
                index.outcomes().size(),
                states,
                history.receipts().size(),
                history.streams().size(),
                history.streams().stream().mapToInt(read -> read.connections()).sum(),
                faults,
                violations,
                lost.starts(),
                lost.time().toMillis() / 1000.0);
    }

    private long ended(Call.End end) {
        return index.history().calls().stream()
                .filter(call -> call.end() == end)
                .count();
    }

    private String table() {
        StringBuilder text =
                new StringBuilder("| fault | times | p50 | p99 | longest | measured |\n|---|---|---|---|---|---|\n");
        for (FaultKind kind : FaultKind.values()) {
            long times = index.history().faults().stream()
                    .filter(fault -> fault.kind() == kind && !fault.skipped())
                    .count();
            List<Recovery> its = recoveries.stream()
                    .filter(recovery -> recovery.fault().kind() == kind)
                    .toList();
            if (times > 0) {
                text.append(row(kind.wireName(), times, its));
            }
            if (its.stream().anyMatch(recovery -> recovery.measure() == Recovery.Measure.JOB_GOES_ON)) {
                text.append(row(
                        kind.wireName() + ", no other fault",
                        times,
                        its.stream()
                                .filter(recovery ->
                                        recovery.alone(index.history().faults()))
                                .toList()));
            }
        }
        return text.toString();
    }

    private static String row(String fault, long times, List<Recovery> its) {
        List<Duration> sorted = its.stream()
                .map(Recovery::after)
                .filter(Objects::nonNull)
                .sorted()
                .toList();
        long never = its.size() - sorted.size();
        String measured = its.isEmpty()
                ? "no job was hit"
                : its.getFirst().measure().sentence() + " (" + its.size() + ")"
                        + (never == 0 ? "" : "; " + never + " never");
        return String.format(
                "| %s | %d | %s | %s | %s | %s |%n",
                fault, times, at(sorted, 0.5), at(sorted, 0.99), at(sorted, 1), measured);
    }

    /** Nearest rank. */
    static String at(List<Duration> sorted, double share) {
        if (sorted.isEmpty()) {
            return "–";
        }
        int rank = Math.max(0, (int) Math.ceil(share * sorted.size()) - 1);
        return String.format(Locale.ROOT, "%.2f s", sorted.get(rank).toMillis() / 1000.0);
    }

    /** Why faults did not take place, one line each. */
    public String skipped() {
        return index.history().faults().stream()
                .filter(FaultRun::skipped)
                .map(fault -> "- " + fault.kind().wireName() + " " + fault.target() + ": " + fault.note())
                .distinct()
                .collect(Collectors.joining("\n"));
    }
}
