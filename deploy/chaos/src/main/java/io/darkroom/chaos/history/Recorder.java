package io.darkroom.chaos.history;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Records a history while the run is under way. Safe for use by many threads. */
public final class Recorder {
    private final InstantSource clock;
    private final Queue<Intent> intents = new ConcurrentLinkedQueue<>();
    private final Queue<Call> calls = new ConcurrentLinkedQueue<>();
    private final Queue<LoggedJob> jobs = new ConcurrentLinkedQueue<>();
    private final Queue<LogEntry> log = new ConcurrentLinkedQueue<>();
    private final Queue<Receipt> receipts = new ConcurrentLinkedQueue<>();
    private final Queue<StreamRead> streams = new ConcurrentLinkedQueue<>();
    private final Queue<FaultRun> faults = new ConcurrentLinkedQueue<>();

    public Recorder(InstantSource clock) {
        this.clock = clock;
    }

    /** The time that everything is recorded by. */
    public Instant now() {
        return clock.instant();
    }

    public void intent(Intent intent) {
        intents.add(intent);
    }

    public void call(Call call) {
        calls.add(call);
    }

    public void job(LoggedJob job) {
        jobs.add(job);
    }

    public void event(LogEntry entry) {
        log.add(entry);
    }

    public void receipt(Receipt receipt) {
        receipts.add(receipt);
    }

    public void stream(StreamRead read) {
        streams.add(read);
    }

    public void fault(FaultRun run) {
        faults.add(run);
    }

    public Collection<Call> calls() {
        return calls;
    }

    public Collection<Receipt> receipts() {
        return receipts;
    }

    public Collection<Intent> intents() {
        return intents;
    }

    public History history(
            long seed, Rules rules, Instant begun, Instant drained, List<Stored> store, FinalState finalState) {
        List<FaultRun> ordered = new ArrayList<>(faults);
        ordered.sort(Comparator.comparing(FaultRun::begun));
        return new History(
                seed,
                rules,
                begun,
                drained,
                List.copyOf(intents),
                List.copyOf(calls),
                List.copyOf(jobs),
                List.copyOf(log),
                store,
                List.copyOf(receipts),
                List.copyOf(streams),
                ordered,
                finalState);
    }
}
