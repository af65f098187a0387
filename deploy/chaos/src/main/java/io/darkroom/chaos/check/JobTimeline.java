package io.darkroom.chaos.check;

import io.darkroom.chaos.history.Call;
import io.darkroom.chaos.history.FaultRun;
import io.darkroom.chaos.history.HistoryIndex;
import io.darkroom.chaos.history.Intent;
import io.darkroom.chaos.history.LoggedJob;
import io.darkroom.chaos.history.Receipt;
import io.darkroom.chaos.history.StreamRead;
import io.darkroom.contracts.event.JobEvent;
import io.darkroom.contracts.outcome.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Everything recorded of one job, in the order of time, with the faults that were active meanwhile. */
public final class JobTimeline {
    private record Line(Instant at, String text) {}

    private JobTimeline() {}

    public static String of(HistoryIndex index, String jobId) {
        List<Line> lines = new ArrayList<>();
        Intent intent = index.intentOf(jobId).orElse(null);
        if (intent != null) {
            lines.add(new Line(intent.at(), "intent  " + intent));
            index.callsFor(intent).forEach(call -> lines.add(new Line(call.at(), "call    " + summary(call))));
            index.receiptsFor(intent).forEach(it -> lines.add(new Line(it.at(), "webhook " + summary(it))));
        }
        for (LoggedJob job : index.recordsOf(jobId)) {
            lines.add(new Line(job.at(), "record  " + job.topic() + "@" + job.offset()));
        }
        index.eventsOf(jobId).forEach(event -> lines.add(new Line(event.at(), "event   " + summary(event))));
        Outcome outcome = index.outcomeOf(jobId);
        if (outcome != null) {
            lines.add(new Line(outcome.finishedAt(), "outcome " + summary(outcome)));
        }
        index.history().streams().stream()
                .filter(read -> read.jobId().equals(jobId))
                .flatMap(read -> read.lines().stream())
                .forEach(line -> lines.add(new Line(line.at(), "stream  " + summary(line))));
        lines.addAll(faults(index, lines));
        return lines.stream()
                .sorted(Comparator.comparing(Line::at))
                .map(line -> "    " + line.at() + "  " + line.text() + "\n")
                .collect(Collectors.joining());
    }

    private static List<Line> faults(HistoryIndex index, List<Line> lines) {
        if (lines.isEmpty()) {
            return List.of();
        }
        Instant from = lines.stream().map(Line::at).min(Instant::compareTo).orElseThrow();
        Instant to = lines.stream().map(Line::at).max(Instant::compareTo).orElseThrow();
        List<Line> found = new ArrayList<>();
        for (FaultRun fault : index.history().faults()) {
            if (fault.touches(from, to, 10_000)) {
                String name = fault.kind().wireName() + " " + fault.target();
                found.add(new Line(fault.begun(), "FAULT   " + name + " " + fault.note()));
                found.add(new Line(fault.healed(), "healed  " + name));
            }
        }
        return found;
    }

    private static String summary(Call call) {
        return call.verb() + " " + call.end() + " " + call.status()
                + (call.code() == null ? "" : " " + call.code())
                + (call.state() == null ? "" : " " + call.state()) + " in " + call.tookMs() + " ms by "
                + call.gateway();
    }

    private static String summary(Receipt receipt) {
        return receipt.type() + " " + receipt.state() + " " + receipt.id() + " answered " + receipt.answered();
    }

    private static String summary(StreamRead.Line line) {
        return line.number() + " " + line.name() + " on connection " + line.connection();
    }

    private static String summary(Outcome outcome) {
        return outcome.state().wireName() + " attempt " + outcome.attempt() + " by " + outcome.by()
                + (outcome.failure() == null ? "" : " " + outcome.failure());
    }

    private static String summary(JobEvent event) {
        String what = switch (event) {
            case JobEvent.Started started -> "started on " + started.worker();
            case JobEvent.Progressed it -> "progress " + it.step() + " of " + it.steps();
            case JobEvent.Previewed _ -> "preview";
            case JobEvent.OutputStored stored -> "output " + stored.output().key();
            case JobEvent.Released released -> "released " + released.reason() + ": " + released.message();
            case JobEvent.CancelRequested _ -> "canceling";
            case JobEvent.Finished finished -> "finished " + summary(finished.outcome());
        };
        return event.attempt() + "." + event.sequence() + " " + what;
    }
}
