package io.darkroom.chaos.recovery;

import io.darkroom.chaos.history.Call;
import io.darkroom.chaos.history.FaultRun;
import io.darkroom.chaos.history.HistoryIndex;
import io.darkroom.chaos.history.LogEntry;
import io.darkroom.chaos.history.Receipt;
import io.darkroom.chaos.recovery.Recovery.Measure;
import io.darkroom.contracts.event.JobEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** All recoveries of a history. A fault that hit a worker without a job has none. */
public final class Recoveries {
    private final HistoryIndex index;
    private final TreeSet<Instant> ends = new TreeSet<>();
    private final TreeSet<Instant> accepted = new TreeSet<>();
    private final TreeSet<Instant> callbacks = new TreeSet<>();

    private Recoveries(HistoryIndex index) {
        this.index = index;
        index.history().log().stream()
                .map(LogEntry::event)
                .filter(JobEvent.Finished.class::isInstance)
                .map(JobEvent::at)
                .forEach(ends::add);
        index.history().calls().stream()
                .filter(call -> call.verb() == Call.Verb.SUBMIT && call.end() == Call.End.OK)
                .map(Call::over)
                .forEach(accepted::add);
        index.history().receipts().stream()
                .filter(Receipt::acknowledged)
                .map(Receipt::at)
                .forEach(callbacks::add);
    }

    public static List<Recovery> of(HistoryIndex index) {
        Recoveries all = new Recoveries(index);
        List<Recovery> found = new ArrayList<>();
        index.history().faults().stream()
                .filter(fault -> !fault.skipped())
                .forEach(fault -> found.addAll(all.after(fault)));
        return List.copyOf(found);
    }

    private List<Recovery> after(FaultRun fault) {
        return switch (fault.kind()) {
            case WORKER_KILL, WORKER_RESTART, WORKER_FREEZE_LONG ->
                index.inHand(fault.target(), fault.begun()).stream()
                        .map(job -> resumes(fault, job))
                        .toList();
            case GATEWAY_KILL, GATEWAY_RESTART, GATEWAY_FREEZE ->
                List.of(next(fault, Measure.NEXT_CALL, accepted, fault.begun()));
            case KAFKA_KILL, KAFKA_RESTART, REDIS_KILL, REDIS_FLUSH, STORE_KILL, LOG_DUPLICATES, RACE, BURST ->
                List.of(next(fault, Measure.NEXT_END, ends, fault.begun()));
            case WORKER_FREEZE,
                    KAFKA_FREEZE,
                    REDIS_FREEZE,
                    REDIS_CUT,
                    STORE_FREEZE,
                    STORE_503,
                    STORE_SLOW,
                    STORE_RESET,
                    STORE_LOST_REPLY,
                    STORE_CUT_BODY,
                    STORE_HANG,
                    STORE_FULL,
                    POISON,
                    POISON_IN_CRASHING_BROKER ->
                List.of(next(fault, Measure.NEXT_END_AFTER_HEALING, ends, fault.healed()));
            case RECEIVER_DOWN, RECEIVER_500, RECEIVER_SLOW, RECEIVER_RESET ->
                List.of(next(fault, Measure.NEXT_CALLBACK_AFTER_HEALING, callbacks, fault.healed()));
        };
    }

    private static Recovery next(FaultRun fault, Measure measure, TreeSet<Instant> times, Instant since) {
        Instant then = times.ceiling(since);
        return new Recovery(fault, measure, null, between(since, then));
    }

    private Recovery resumes(FaultRun fault, String job) {
        Optional<Instant> then = index.eventsOf(job).stream()
                .filter(event -> event.at().isAfter(fault.begun()))
                .filter(event -> event instanceof JobEvent.Finished
                        || event instanceof JobEvent.Started started
                                && !started.worker().equals(fault.target()))
                .map(JobEvent::at)
                .min(Instant::compareTo);
        return new Recovery(fault, Measure.JOB_GOES_ON, job, between(fault.begun(), then.orElse(null)));
    }

    private static @Nullable Duration between(Instant since, @Nullable Instant then) {
        return then == null ? null : Duration.between(since, then);
    }
}
