package io.darkroom.cli.trace;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The spans of one job: its own, their descendants, and the calls above them. A client's trace may hold many jobs; the other jobs' spans
 * are left out. Usually one trace; a call that came later (a cancel, a replay) is one of its own.
 */
public record JobTrace(String job, List<Line> lines) {
    private static final String JOB = "darkroom.job";

    /** @param depth 0 for what has no parent among the lines */
    public record Line(SpanRecord span, int depth) {}

    public static JobTrace of(String job, List<SpanRecord> all) {
        Map<String, SpanRecord> byId = new LinkedHashMap<>();
        all.forEach(span -> byId.put(span.trace() + span.id(), span));
        Map<String, List<SpanRecord>> children =
                byId.values().stream().collect(Collectors.groupingBy(span -> span.trace() + span.parent()));
        Set<String> kept = new HashSet<>();
        byId.values().stream().filter(span -> span.attribute(JOB).equals(job)).forEach(span -> {
            below(span, job, children, kept);
            for (SpanRecord at = span; at != null; at = byId.get(at.trace() + at.parent())) {
                kept.add(at.trace() + at.id());
            }
        });
        List<Line> lines = new ArrayList<>();
        byId.values().stream()
                .filter(span -> kept.contains(span.trace() + span.id()) && !kept.contains(span.trace() + span.parent()))
                .sorted(Comparator.comparingLong(SpanRecord::start))
                .forEach(root -> add(root, 0, children, kept, lines));
        return new JobTrace(job, List.copyOf(lines));
    }

    private static void below(SpanRecord from, String job, Map<String, List<SpanRecord>> children, Set<String> kept) {
        Deque<SpanRecord> open = new ArrayDeque<>(List.of(from));
        while (!open.isEmpty()) {
            SpanRecord span = open.pop();
            if (span.attribute(JOB).isEmpty() || span.attribute(JOB).equals(job)) {
                kept.add(span.trace() + span.id());
                open.addAll(children.getOrDefault(span.trace() + span.id(), List.of()));
            }
        }
    }

    private static void add(
            SpanRecord span, int depth, Map<String, List<SpanRecord>> children, Set<String> kept, List<Line> into) {
        into.add(new Line(span, depth));
        children.getOrDefault(span.trace() + span.id(), List.of()).stream()
                .filter(child -> kept.contains(child.trace() + child.id()))
                .sorted(Comparator.comparingLong(SpanRecord::start))
                .forEach(child -> add(child, depth + 1, children, kept, into));
    }

    public boolean isEmpty() {
        return lines.isEmpty();
    }

    public long start() {
        return lines.stream().mapToLong(line -> line.span().start()).min().orElse(0);
    }

    public long end() {
        return lines.stream().mapToLong(line -> line.span().end()).max().orElse(0);
    }

    public Set<String> traces() {
        return lines.stream().map(line -> line.span().trace()).collect(Collectors.toCollection(java.util.TreeSet::new));
    }

    /** A span's most useful attributes besides its duration. */
    public static String remark(SpanRecord span) {
        Map<String, String> shown = new LinkedHashMap<>();
        shown.put("attempt", span.attribute("darkroom.attempt"));
        shown.put("state", span.attribute("darkroom.state"));
        shown.put("items", span.attribute("darkroom.items"));
        shown.put("steps", span.attribute("darkroom.steps"));
        shown.put(
                "device",
                span.attribute("darkroom.device_ms").isEmpty() ? "" : span.attribute("darkroom.device_ms") + " ms");
        shown.put("HTTP", span.attribute("http.response.status_code"));
        Map<String, String> worker = new HashMap<>();
        if (span.name().equals("attempt")) {
            worker.put("on", span.attribute("darkroom.worker"));
        }
        shown.putAll(worker);
        String text = shown.entrySet().stream()
                .filter(entry -> !entry.getValue().isEmpty())
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", "));
        if (!span.links().isEmpty()) {
            text += (text.isEmpty() ? "" : ", ") + "after an earlier attempt";
        }
        String error = span.error();
        return error == null
                ? text
                : (text.isEmpty() ? "" : text + ", ") + "failed" + (error.isEmpty() ? "" : ": " + error);
    }
}
