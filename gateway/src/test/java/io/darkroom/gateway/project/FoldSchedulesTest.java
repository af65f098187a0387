package io.darkroom.gateway.project;

import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.contracts.event.JobEvent;
import io.darkroom.contracts.explore.Schedules;
import io.darkroom.contracts.explore.Schedules.Chance;
import io.darkroom.contracts.job.JobId;
import io.darkroom.contracts.job.JobKind;
import io.darkroom.contracts.job.JobState;
import io.darkroom.contracts.outcome.Outcome;
import io.darkroom.contracts.outcome.Usage;
import io.darkroom.gateway.view.JobFold;
import io.darkroom.gateway.view.JobView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The projection under logs as crashing, frozen and overtaken workers write them. */
class FoldSchedulesTest {
    private static final Instant AT = Instant.parse("2026-03-01T12:00:00Z");
    private static final JobId JOB = JobId.random(1, new Random(1));
    private static final List<JobState> ENDS =
            List.of(JobState.SUCCEEDED, JobState.FAILED, JobState.CANCELED, JobState.EXPIRED);

    @Test
    void isTheSameHoweverOftenAndInWhichBatchesTheLogIsRead() {
        Schedules.explore("fold", 30_000, chance -> {
            List<JobEvent> log = log(chance);
            Folded once = fold(List.of(log));
            hold(log, once);
            assertThat(fold(reread(log, chance))).isEqualTo(once);
        });
    }

    /** Some workers take turns; each may freeze, die, be overtaken, and go on late. */
    private static List<JobEvent> log(Chance chance) {
        List<Worker> workers = new ArrayList<>();
        List<JobEvent> log = new ArrayList<>();
        Outcome outcome = outcome(chance.of(ENDS), 1 + chance.below(3));
        int attempts = 0;
        int length = 3 + chance.below(25);
        while (log.size() < length) {
            if (workers.isEmpty() || chance.oneIn(6)) {
                // Two workers may believe that they make the same attempt.
                attempts += chance.oneIn(5) && attempts > 0 ? 0 : 1;
                workers.add(new Worker(attempts));
            }
            Worker worker = chance.of(workers);
            switch (chance.below(12)) {
                case 0 -> log.add(new JobEvent.CancelRequested(1, JOB, "alice", worker.attempt, 0, AT));
                case 1 ->
                    log.add(new JobEvent.Finished(
                            1, JOB, "alice", outcome.attempt(), Integer.MAX_VALUE, AT, outcome, null));
                case 2 -> log.add(worker.releases(JobEvent.Released.SHUTDOWN));
                case 3 -> log.add(worker.releases(JobEvent.Released.TRANSIENT));
                case 4 -> {
                    if (!log.isEmpty()) {
                        log.add(chance.of(log)); // a producer that repeats itself
                    }
                }
                default -> log.add(worker.goesOn());
            }
        }
        log.forEach(event ->
                chance.note(event.getClass().getSimpleName() + " " + event.attempt() + "/" + event.sequence()));
        return log;
    }

    /** Batches that begin anywhere in what was read before, as after a crash between write and commit. */
    private static List<List<JobEvent>> reread(List<JobEvent> log, Chance chance) {
        List<List<JobEvent>> batches = new ArrayList<>();
        int read = 0;
        while (read < log.size()) {
            int to = Math.min(log.size(), read + 1 + chance.below(5));
            int from = chance.oneIn(3) ? chance.below(read + 1) : read;
            batches.add(log.subList(from, to));
            read = to;
        }
        return batches;
    }

    private static Folded fold(List<List<JobEvent>> batches) {
        JobView view = null;
        List<JobEvent> kept = new ArrayList<>();
        List<Long> numbers = new ArrayList<>();
        for (List<JobEvent> batch : batches) {
            for (JobEvent event : batch) {
                Optional<JobView> next = JobFold.event(view, event);
                if (next.isPresent()) {
                    view = next.get();
                    kept.add(event);
                    numbers.add(view.number());
                }
            }
        }
        return new Folded(view, kept, numbers);
    }

    private static void hold(List<JobEvent> log, Folded folded) {
        for (int i = 0; i < folded.numbers.size(); i++) {
            assertThat(folded.numbers.get(i)).isEqualTo(i + 1);
        }
        boolean finished = log.stream().anyMatch(JobEvent.Finished.class::isInstance);
        JobView view = folded.view;
        assertThat(view != null && view.state().isTerminal()).isEqualTo(finished);
        for (int i = 0; i < folded.kept.size() - 1; i++) {
            assertThat(folded.kept.get(i)).as("nothing after the end").isNotInstanceOf(JobEvent.Finished.class);
        }
        long started = log.stream().filter(JobEvent.Started.class::isInstance).count();
        assertThat(view == null ? 0 : view.ledger().charged()).isBetween(0, (int) started);
    }

    private record Folded(@Nullable JobView view, List<JobEvent> kept, List<Long> numbers) {}

    private static final class Worker {
        private final int attempt;
        private int sequence;

        Worker(int attempt) {
            this.attempt = attempt;
        }

        JobEvent goesOn() {
            sequence++;
            return sequence == 1
                    ? new JobEvent.Started(1, JOB, "alice", attempt, sequence, AT, "w", null)
                    : new JobEvent.Progressed(1, JOB, "alice", attempt, sequence, AT, sequence, 20, 5);
        }

        JobEvent releases(String reason) {
            return sequence == 0
                    ? goesOn()
                    : new JobEvent.Released(1, JOB, "alice", attempt, ++sequence, AT, reason, "");
        }
    }

    private static Outcome outcome(JobState state, int attempt) {
        return new Outcome(
                1,
                JOB,
                "alice",
                JobKind.IMAGE_GENERATE,
                "stickers",
                state,
                attempt,
                "w",
                List.of(),
                null,
                null,
                List.of(),
                null,
                Usage.NONE,
                AT,
                AT);
    }
}
