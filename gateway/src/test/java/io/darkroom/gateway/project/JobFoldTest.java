package io.darkroom.gateway.project;

import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.contracts.event.JobEvent;
import io.darkroom.contracts.job.GenerateImage;
import io.darkroom.contracts.job.JobId;
import io.darkroom.contracts.job.JobKind;
import io.darkroom.contracts.job.JobRequest;
import io.darkroom.contracts.job.JobState;
import io.darkroom.contracts.job.Lane;
import io.darkroom.contracts.job.Priority;
import io.darkroom.contracts.job.Sampling;
import io.darkroom.contracts.outcome.Outcome;
import io.darkroom.contracts.outcome.Usage;
import io.darkroom.gateway.view.JobFold;
import io.darkroom.gateway.view.JobView;
import io.darkroom.gateway.view.NumberedEvent;
import io.darkroom.gateway.view.ViewFields;
import io.darkroom.gateway.view.ViewFields.Versioned;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JobFoldTest {
    private static final JobId JOB = new JobId("job_" + "1".repeat(26));
    private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");
    private static final String TENANT = "alice";

    private static final JobRequest REQUEST = new JobRequest(
            1,
            JOB,
            TENANT,
            "stickers",
            Lane.IMAGE_INTERACTIVE,
            Priority.INTERACTIVE,
            new GenerateImage(new Sampling("an apple", null, null, 1, 64, 64, 20, 5, "ddim", 7, "png")),
            0.2,
            0,
            null,
            Map.of("a", "b"),
            AT,
            null,
            null,
            "req_1");

    private static JobEvent.Started started(int attempt) {
        return new JobEvent.Started(1, JOB, TENANT, attempt, 1, AT, "w" + attempt, null);
    }

    private static JobEvent.Progressed step(int attempt, int sequence) {
        return new JobEvent.Progressed(1, JOB, TENANT, attempt, sequence, AT, sequence - 1, 20, 500);
    }

    private static JobEvent.Released released(int attempt, int sequence, String reason) {
        return new JobEvent.Released(1, JOB, TENANT, attempt, sequence, AT, reason, "why");
    }

    private static JobEvent.CancelRequested cancel() {
        return new JobEvent.CancelRequested(1, JOB, TENANT, 0, 0, AT);
    }

    private static JobEvent.Finished finished(JobState state, int attempt) {
        Outcome outcome = new Outcome(
                1,
                JOB,
                TENANT,
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
        return new JobEvent.Finished(1, JOB, TENANT, attempt, Integer.MAX_VALUE, AT, outcome, null);
    }

    private static JobView fold(JobEvent... events) {
        JobView view = JobFold.request(null, REQUEST, "f", AT);
        for (JobEvent event : events) {
            view = JobFold.event(view, event).orElse(view);
        }
        return view;
    }

    @Test
    void aFreshRequestWaits() {
        JobView view = fold();
        assertThat(view.state()).isEqualTo(JobState.QUEUED);
        assertThat(view.number()).isZero();
        assertThat(view.fingerprint()).isEqualTo("f");
    }

    @Test
    void aJobRunsThroughItsStates() {
        assertThat(fold(started(1)).state()).isEqualTo(JobState.LOADING);
        assertThat(fold(started(1), step(1, 2)).state()).isEqualTo(JobState.RUNNING);
        JobView ended = fold(started(1), step(1, 2), finished(JobState.SUCCEEDED, 1));
        assertThat(ended.state()).isEqualTo(JobState.SUCCEEDED);
        assertThat(ended.number()).isEqualTo(3);
    }

    @Test
    void whatWasFoldedBeforeIsDropped() {
        JobView view = fold(started(1), step(1, 2));
        assertThat(JobFold.event(view, started(1))).isEmpty();
        assertThat(JobFold.event(view, step(1, 2))).isEmpty();
        assertThat(JobFold.event(view, step(1, 3))).isPresent();
    }

    @Test
    void anOvertakenAttemptIsDropped() {
        JobView view = fold(started(1), step(1, 2), started(2));
        assertThat(JobFold.event(view, step(1, 3))).isEmpty();
        assertThat(view.worker()).isEqualTo("w2");
        assertThat(view.progress().step()).isZero();
    }

    @Test
    void nothingMovesOutOfTheEnd() {
        for (JobState end : List.of(JobState.SUCCEEDED, JobState.FAILED, JobState.CANCELED, JobState.EXPIRED)) {
            JobView view = fold(started(1), finished(end, 1));
            for (JobEvent later : List.of(
                    started(2),
                    step(2, 2),
                    released(2, 3, JobEvent.Released.SHUTDOWN),
                    cancel(),
                    finished(JobState.SUCCEEDED, 2),
                    finished(JobState.CANCELED, 0))) {
                assertThat(JobFold.event(view, later))
                        .as("%s after %s", later, end)
                        .isEmpty();
            }
        }
    }

    @Test
    void anEndCountsWhateverItsAttempt() {
        assertThat(fold(started(1), started(2), finished(JobState.SUCCEEDED, 1)).state())
                .isEqualTo(JobState.SUCCEEDED);
        assertThat(fold(finished(JobState.CANCELED, 0)).state()).isEqualTo(JobState.CANCELED);
    }

    @Test
    void aCancelingJobStaysSoUntilItEnds() {
        JobView view = fold(started(1), cancel(), step(1, 2), released(1, 3, "shutdown"), started(2));
        assertThat(view.state()).isEqualTo(JobState.CANCELING);
        assertThat(JobFold.event(view, cancel())).isEmpty();
        assertThat(fold(started(1), cancel(), finished(JobState.SUCCEEDED, 1)).state())
                .isEqualTo(JobState.SUCCEEDED);
    }

    @Test
    void aShutdownIsNotAFailedAttempt() {
        JobView shutdown = fold(started(1), released(1, 2, JobEvent.Released.SHUTDOWN), started(2));
        JobView failure = fold(started(1), released(1, 2, JobEvent.Released.TRANSIENT), started(2));
        assertThat(shutdown.ledger().charged()).isEqualTo(1);
        assertThat(failure.ledger().charged()).isEqualTo(2);
        assertThat(fold(started(1), released(1, 2, "shutdown")).state()).isEqualTo(JobState.QUEUED);
    }

    @Test
    void anEventOfAnotherTenantIsDropped() {
        JobEvent foreign = new JobEvent.Started(1, JOB, "bob", 1, 1, AT, "w", null);
        assertThat(JobFold.event(fold(), foreign)).isEmpty();
    }

    @Test
    void eventsMayComeBeforeTheirRequest() {
        JobView late = JobFold.request(JobFold.event(null, started(1)).orElseThrow(), REQUEST, "f", AT);
        assertThat(late).isEqualTo(fold(started(1)));
    }

    @Test
    void aJobWaitsForItsQuotaUntilItsLaneHasItWhateverIsReadFirst() {
        JobView held = JobFold.request(null, REQUEST, "f", null);
        assertThat(held.waitsForQuota()).isTrue();
        JobView released = JobFold.request(held, REQUEST, "f", AT.plusSeconds(9));
        assertThat(released.waitsForQuota()).isFalse();
        assertThat(released.inLaneSince()).isEqualTo(AT.plusSeconds(9));
        assertThat(JobFold.request(released, REQUEST, "f", null)).isEqualTo(released);
        assertThat(JobFold.request(JobFold.request(null, REQUEST, "f", AT.plusSeconds(9)), REQUEST, "f", null))
                .isEqualTo(released);
        assertThat(JobFold.request(released, REQUEST, "f", AT.plusSeconds(20))).isEqualTo(released);
        JobView canceled = JobFold.event(held, finished(JobState.CANCELED, 0)).orElseThrow();
        assertThat(canceled.waitsForQuota()).isFalse();
        assertThat(JobFold.event(held, started(1)).orElseThrow().waitsForQuota())
                .as("a worker has it, though its lane's record was not read yet")
                .isFalse();
    }

    @Test
    void aViewOfBeforeThereWereQuotasDoesNotWaitForOne() {
        Map<String, String> hash = new HashMap<>(ViewFields.write(fold()));
        hash.put(ViewFields.REVISION, "4");
        hash.remove("in_lane_since");
        assertThat(ViewFields.read(JOB, hash)).contains(new Versioned(fold(), 4));
    }

    @Test
    void aViewSurvivesItsHash() {
        for (JobView view : List.of(
                JobFold.request(null, REQUEST, "f", null),
                fold(),
                fold(started(1), step(1, 2)),
                fold(finished(JobState.SUCCEEDED, 1)))) {
            Map<String, String> hash = new HashMap<>(ViewFields.write(view));
            hash.put(ViewFields.REVISION, "4");
            assertThat(ViewFields.read(JOB, hash)).contains(new Versioned(view, 4));
        }
        assertThat(ViewFields.read(JOB, Map.of())).isEmpty();
    }

    /** In whatever batches and however often the log is read, the view and the numbers are the same. */
    @Test
    void batchesAndRepetitionsChangeNothing() {
        for (int seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            List<JobEvent> log = history(random);
            Folded once = new Folded().read(log, 0, log.size());
            Folded again = new Folded();
            int at = 0;
            while (at < log.size()) {
                int from = random.nextInt(at + 1);
                int to = at + 1 + random.nextInt(log.size() - at);
                again.read(log, from, to);
                at = to;
            }
            assertThat(again.view).as("seed %d", seed).isEqualTo(once.view);
            assertThat(again.kept).as("seed %d", seed).isEqualTo(once.kept);
            for (int i = 0; i < once.kept.size(); i++) {
                assertThat(once.kept.get(i).number()).isEqualTo(i + 1);
            }
        }
    }

    private static List<JobEvent> history(Random random) {
        List<JobEvent> log = new ArrayList<>();
        int length = 1 + random.nextInt(14);
        for (int i = 0; i < length; i++) {
            int attempt = 1 + random.nextInt(3);
            int sequence = 2 + random.nextInt(5);
            log.add(
                    switch (random.nextInt(8)) {
                        case 0, 1 -> started(attempt);
                        case 2, 3, 4 -> step(attempt, sequence);
                        case 5 -> released(attempt, sequence, random.nextBoolean() ? "shutdown" : "transient");
                        case 6 -> cancel();
                        default ->
                            random.nextInt(4) == 0 ? finished(JobState.SUCCEEDED, attempt) : step(attempt, sequence);
                    });
        }
        return log;
    }

    /** A stored view, read in batches. */
    private static final class Folded {
        private @Nullable JobView view;
        private long revision;
        private final List<NumberedEvent> kept = new ArrayList<>();

        Folded read(List<JobEvent> log, int from, int to) {
            ProjectionBatch batch = new ProjectionBatch();
            log.subList(from, to).forEach(batch::event);
            batch.fold(JOB, view == null ? null : new Versioned(view, revision)).ifPresent(write -> {
                assertThat(write.revision()).isEqualTo(revision);
                view = write.view();
                revision++;
                kept.addAll(write.events());
            });
            return this;
        }
    }
}
