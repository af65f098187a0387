package io.darkroom.gateway.view;

import io.darkroom.contracts.event.JobEvent;
import io.darkroom.contracts.job.JobRequest;
import io.darkroom.contracts.job.JobState;
import io.darkroom.contracts.outcome.Outcome;
import io.darkroom.gateway.view.JobView.Ledger;
import io.darkroom.gateway.view.JobView.Progress;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Folds requests and events into views. Pure and idempotent, independent of how often and in which batches the log is
 * read: an event that was folded before is dropped, so folding again from the beginning gives the same view and the
 * same numbers.
 */
public final class JobFold {
    private JobFold() {}

    /**
     * Folds a request; the result of earlier events is kept. A request may be read twice, from {@code darkroom.held}
     * and from its lane, in any order.
     *
     * @param inLaneSince when its lane got it; null if it was not read from there
     */
    public static JobView request(
            @Nullable JobView view, JobRequest request, @Nullable String fingerprint, @Nullable Instant inLaneSince) {
        JobView known = view == null ? JobView.unseen(request.id(), request.tenant()) : view;
        return new JobView(
                known.id(),
                known.tenant(),
                known.request() == null ? request : known.request(),
                known.fingerprint() == null ? fingerprint : known.fingerprint(),
                known.inLaneSince() == null ? inLaneSince : known.inLaneSince(),
                known.state(),
                known.ledger(),
                known.number(),
                known.progress(),
                known.startedAt(),
                known.worker(),
                known.outcome());
    }

    /**
     * The view after the event, whose number is then {@link JobView#number}; empty if the event is dropped: the job has
     * ended, the event belongs to a superseded attempt, or it was folded before.
     */
    public static Optional<JobView> event(@Nullable JobView view, JobEvent event) {
        JobView known = view == null ? JobView.unseen(event.jobId(), event.tenant()) : view;
        if (known.state().isTerminal() || !known.tenant().equals(event.tenant())) {
            return Optional.empty();
        }
        return switch (event) {
            case JobEvent.Finished finished -> Optional.of(finish(known, finished));
            case JobEvent.CancelRequested cancel ->
                known.state() == JobState.CANCELING ? Optional.empty() : Optional.of(cancel(known, cancel));
            case JobEvent.Started started -> ifFresh(known, started).map(fresh -> start(fresh, started));
            case JobEvent.Progressed progressed ->
                ifFresh(known, progressed)
                        .map(fresh -> step(
                                fresh,
                                progressed,
                                fresh.ledger().charged(),
                                new Progress(progressed.step(), progressed.steps(), progressed.etaMs()),
                                fresh.startedAt(),
                                fresh.worker()));
            case JobEvent.Previewed previewed -> ifFresh(known, previewed).map(fresh -> keep(fresh, previewed));
            case JobEvent.OutputStored stored -> ifFresh(known, stored).map(fresh -> keep(fresh, stored));
            case JobEvent.Released released -> ifFresh(known, released).map(fresh -> release(fresh, released));
        };
    }

    private static Optional<JobView> ifFresh(JobView view, JobEvent event) {
        return view.ledger().isBefore(event.attempt(), event.sequence()) ? Optional.of(view) : Optional.empty();
    }

    private static JobView start(JobView view, JobEvent.Started event) {
        int charged = view.ledger().charged() + 1;
        return step(view, event, charged, Progress.NONE, event.at(), event.worker());
    }

    private static JobView keep(JobView view, JobEvent event) {
        return step(view, event, view.ledger().charged(), view.progress(), view.startedAt(), view.worker());
    }

    private static JobView release(JobView view, JobEvent.Released event) {
        int charged = view.ledger().charged() - (event.countsAsAttempt() ? 0 : 1);
        return step(view, event, Math.max(0, charged), Progress.NONE, view.startedAt(), null);
    }

    private static JobView step(
            JobView view,
            JobEvent event,
            int charged,
            Progress progress,
            @Nullable Instant startedAt,
            @Nullable String worker) {
        boolean canceling = view.state() == JobState.CANCELING;
        return new JobView(
                view.id(),
                view.tenant(),
                view.request(),
                view.fingerprint(),
                view.inLaneSince(),
                canceling ? JobState.CANCELING : view.state().to(event.state()),
                new Ledger(event.attempt(), event.sequence(), charged),
                view.number() + 1,
                progress,
                startedAt,
                worker,
                null);
    }

    private static JobView cancel(JobView view, JobEvent.CancelRequested event) {
        return new JobView(
                view.id(),
                view.tenant(),
                view.request(),
                view.fingerprint(),
                view.inLaneSince(),
                view.state().to(event.state()),
                view.ledger(),
                view.number() + 1,
                view.progress(),
                view.startedAt(),
                view.worker(),
                null);
    }

    private static JobView finish(JobView view, JobEvent.Finished event) {
        Outcome outcome = event.outcome();
        Ledger ledger = view.ledger();
        return new JobView(
                view.id(),
                view.tenant(),
                view.request(),
                view.fingerprint(),
                view.inLaneSince(),
                view.state().to(outcome.state()),
                new Ledger(Math.max(ledger.attempt(), outcome.attempt()), ledger.sequence(), ledger.charged()),
                view.number() + 1,
                view.progress(),
                outcome.startedAt() == null ? view.startedAt() : outcome.startedAt(),
                null,
                outcome);
    }
}
