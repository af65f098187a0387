package io.darkroom.worker.run;

import io.darkroom.contracts.event.DeadLetter;
import io.darkroom.contracts.event.JobEvent;
import io.darkroom.contracts.job.JobId;
import io.darkroom.platform.kafka.EventLog;
import io.darkroom.platform.kafka.LogUnavailableException;
import io.darkroom.worker.ledger.AttemptHistory;
import io.darkroom.worker.ledger.LedgerUnavailableException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** The log in memory, written and read back; can be made to fail as the real one does. */
public final class FakeEventLog implements EventLog, AttemptHistory {
    private final List<JobEvent> events = new ArrayList<>();
    private final List<DeadLetter> letters = new ArrayList<>();
    private boolean down;
    private String trace;
    private Consumer<Object> before = _ -> {};
    private Consumer<Object> after = _ -> {};

    public synchronized void down(boolean yes) {
        this.down = yes;
    }

    /** Called before and after each record that a caller waits for; may throw to simulate a crash. */
    public synchronized void aroundAppends(Consumer<Object> beforeAppend, Consumer<Object> afterAppend) {
        this.before = beforeAppend;
        this.after = afterAppend;
    }

    /** The trace of the last start event. */
    public synchronized void carries(String traceparent) {
        this.trace = traceparent;
    }

    public synchronized List<JobEvent> events() {
        return List.copyOf(events);
    }

    public synchronized List<DeadLetter> letters() {
        return List.copyOf(letters);
    }

    @Override
    public synchronized void append(JobEvent event) {
        before.accept(event);
        requireUp();
        events.add(event);
        after.accept(event);
    }

    @Override
    public synchronized CompletionStage<?> appendSoon(JobEvent event) {
        if (down) {
            return CompletableFuture.failedFuture(new IllegalStateException("down"));
        }
        events.add(event);
        return CompletableFuture.completedFuture(event);
    }

    @Override
    public synchronized void append(DeadLetter letter) {
        before.accept(letter);
        requireUp();
        letters.add(letter);
        after.accept(letter);
    }

    @Override
    public synchronized Past of(JobId id, Instant since) {
        if (down) {
            throw new LedgerUnavailableException("the log is down", new IllegalStateException());
        }
        return new Past(events.stream().filter(it -> it.jobId().equals(id)).toList(), trace);
    }

    private void requireUp() {
        if (down) {
            throw new LogUnavailableException("the log is down", new IllegalStateException());
        }
    }
}
