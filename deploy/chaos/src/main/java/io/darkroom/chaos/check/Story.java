package io.darkroom.chaos.check;

import io.darkroom.chaos.history.Call;
import io.darkroom.chaos.history.Evidence;
import io.darkroom.chaos.history.FaultRun;
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

/** Everything that is known of one job, in the order of time, with the faults that were on meanwhile. */
public final class Story {
    private record Line(Instant at, String text) {}

    private Story() {}

    public static String of(Evidence evidence, String jobId) {
        List<Line> lines = new ArrayList<>();
        Intent intent = evidence.intentOf(jobId).orElse(null);
        if (intent != null) {
            lines.add(new Line(intent.at(), "wanted  " + intent));
            evidence.callsFor(intent).forEach(call -> lines.add(new Line(call.at(), "call    " + brief(call))));
            evidence.receiptsFor(intent).forEach(it -> lines.add(new Line(it.at(), "webhook " + brief(it))));
        }
        for (LoggedJob job : evidence.recordsOf(jobId)) {
            lines.add(new Line(job.at(), "record  " + job.topic() + "@" + job.offset()));
        }
        evidence.eventsOf(jobId).forEach(event -> lines.add(new Line(event.at(), "event   " + brief(event))));
        Outcome outcome = evidence.outcomeOf(jobId);
        if (outcome != null) {
            lines.add(new Line(outcome.finishedAt(), "outcome " + brief(outcome)));
        }
        evidence.history().streams().stream()
                .filter(read -> read.jobId().equals(jobId))
                .flatMap(read -> read.lines().stream())
                .forEach(line -> lines.add(new Line(line.at(), "stream  " + brief(line))));
        lines.addAll(faults(evidence, lines));
        return lines.stream()
                .sorted(Comparator.comparing(Line::at))
                .map(line -> "    " + line.at() + "  " + line.text() + "\n")
                .collect(Collectors.joining());
    }

    private static List<Line> faults(Evidence evidence, List<Line> lines) {
        if (lines.isEmpty()) {
            return List.of();
        }
        Instant from = lines.stream().map(Line::at).min(Instant::compareTo).orElseThrow();
        Instant to = lines.stream().map(Line::at).max(Instant::compareTo).orElseThrow();
        List<Line> found = new ArrayList<>();
        for (FaultRun fault : evidence.history().faults()) {
            if (fault.touches(from, to, 10_000)) {
                String name = fault.kind().wireName() + " " + fault.target();
                found.add(new Line(fault.begun(), "FAULT   " + name + " " + fault.note()));
                found.add(new Line(fault.healed(), "healed  " + name));
            }
        }
        return found;
    }

    private static String brief(Call call) {
        return call.verb() + " " + call.end() + " " + call.status()
                + (call.code() == null ? "" : " " + call.code())
                + (call.state() == null ? "" : " " + call.state()) + " in " + call.tookMs() + " ms by "
                + call.gateway();
    }

    private static String brief(Receipt receipt) {
        return receipt.type() + " " + receipt.state() + " " + receipt.id() + " answered " + receipt.answered();
    }

    private static String brief(StreamRead.Line line) {
        return line.number() + " " + line.name() + " on connection " + line.connection();
    }

    private static String brief(Outcome outcome) {
        return outcome.state().wireName() + " attempt " + outcome.attempt() + " by " + outcome.by()
                + (outcome.failure() == null ? "" : " " + outcome.failure());
    }

    private static String brief(JobEvent event) {
        String what = switch (event) {
            case JobEvent.Started started -> "started on " + started.worker();
            case JobEvent.Progressed it -> "progress " + it.step() + " of " + it.steps();
            case JobEvent.Previewed _ -> "preview";
            case JobEvent.OutputStored stored -> "output " + stored.output().key();
            case JobEvent.Released released -> "released " + released.reason() + ": " + released.message();
            case JobEvent.CancelRequested _ -> "canceling";
            case JobEvent.Finished finished -> "finished " + brief(finished.outcome());
        };
        return event.attempt() + "." + event.sequence() + " " + what;
    }
}
