package io.darkroom.gateway.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.darkroom.contracts.outcome.OutputArtifact;
import io.darkroom.gateway.retention.RetentionRules.Removal;
import io.darkroom.platform.store.StoredObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RetentionRulesTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final String JOB = "jobs/alice/job_" + "0".repeat(26) + "/";
    private final RetentionRules rules = new RetentionRules(config(Map.of()));

    @Test
    void keepsWhatTheOutcomeNamesAndRemovesWhatLost() {
        JobObjects job = job(
                stored("outcome.json", Duration.ofHours(2)),
                stored("attempts/1-a/0.png", Duration.ofHours(2)),
                stored("attempts/2-b/0.png", Duration.ofHours(2)));
        assertThat(rules.of(job, () -> Optional.of(List.of(artifact("attempts/2-b/0.png"))), NOW))
                .extracting(Removal::key)
                .containsExactly(JOB + "attempts/1-a/0.png");
    }

    @Test
    void leavesWhatAFrozenWorkerMayStillBeWriting() {
        JobObjects fresh = job(
                stored("outcome.json", Duration.ofMinutes(59)),
                stored("attempts/1-a/0.png", Duration.ofMinutes(59)),
                stored("checkpoint", Duration.ofMinutes(59)));
        assertThat(rules.of(fresh, RetentionRulesTest::neverAsked, NOW)).isEmpty();
        JobObjects late =
                job(stored("outcome.json", Duration.ofHours(5)), stored("attempts/1-a/0.png", Duration.ofMinutes(5)));
        assertThat(rules.of(late, () -> Optional.of(List.of()), NOW)).isEmpty();
    }

    @Test
    void removesNothingWhoseOutcomeCannotBeRead() {
        JobObjects job =
                job(stored("outcome.json", Duration.ofHours(2)), stored("attempts/1-a/0.png", Duration.ofHours(2)));
        assertThat(rules.of(job, Optional::empty, NOW)).isEmpty();
    }

    @Test
    void readsAnOutcomeOnlyInTheDaysAfterTheEnd() {
        JobObjects old =
                job(stored("outcome.json", Duration.ofDays(20)), stored("attempts/1-a/0.png", Duration.ofDays(20)));
        assertThat(rules.of(old, RetentionRulesTest::neverAsked, NOW)).isEmpty();
    }

    @Test
    void anOutcomeGoesLastAndWithItEverythingElse() {
        JobObjects old = job(
                stored("attempts/1-a/0.png", Duration.ofDays(91)),
                stored("checkpoint", Duration.ofDays(91)),
                stored("outcome.json", Duration.ofDays(91)));
        List<Removal> removals = rules.of(old, RetentionRulesTest::neverAsked, NOW);
        assertThat(removals).hasSize(3);
        assertThat(removals.getLast().key()).isEqualTo(JOB + "outcome.json");
    }

    @Test
    void aJobWithoutAnEndIsLeftForAsLongAsItMayComeBack() {
        JobObjects waiting =
                job(stored("attempts/1-a/0.png", Duration.ofDays(20)), stored("checkpoint", Duration.ofDays(13)));
        assertThat(rules.of(waiting, RetentionRulesTest::neverAsked, NOW)).isEmpty();
        JobObjects gone =
                job(stored("attempts/1-a/0.png", Duration.ofDays(20)), stored("checkpoint", Duration.ofDays(14)));
        assertThat(rules.of(gone, RetentionRulesTest::neverAsked, NOW)).hasSize(2);
    }

    @Test
    void refusesTimesThatContradictEachOther() {
        assertThatThrownBy(() -> new RetentionRules(config(Map.of("outcomes", Duration.ofDays(29)))))
                .hasMessageContaining("darkroom.retention.outcomes")
                .hasMessageContaining("PT720H");
        for (String name : List.of("abandoned", "uploads")) {
            assertThatThrownBy(() -> new RetentionRules(config(Map.of(name, Duration.ofDays(6)))))
                    .hasMessageContaining("darkroom.retention." + name);
        }
    }

    private static Optional<List<OutputArtifact>> neverAsked() {
        throw new AssertionError("the outcome is not needed here");
    }

    private static JobObjects job(StoredObject... objects) {
        JobObjects job = JobObjects.of(objects[0]).orElseThrow();
        for (StoredObject object : objects) {
            assertThat(job.contains(object)).isTrue();
            job.add(object);
        }
        return job;
    }

    private static StoredObject stored(String name, Duration age) {
        return new StoredObject(JOB + name, NOW.minus(age), 1);
    }

    private static OutputArtifact artifact(String name) {
        return new OutputArtifact(0, "image", JOB + name, "image/png", 1, "a".repeat(64), 64, 64, null, null, 7, null);
    }

    private static RetentionConfig config(Map<String, Duration> changed) {
        return new RetentionConfig() {
            @Override
            public Mode mode() {
                return Mode.SWEEP;
            }

            @Override
            public Duration every() {
                return Duration.ofHours(1);
            }

            @Override
            public int perSecond() {
                return 50;
            }

            @Override
            public Duration outputs() {
                return Duration.ofDays(30);
            }

            @Override
            public Duration outcomes() {
                return changed.getOrDefault("outcomes", Duration.ofDays(90));
            }

            @Override
            public Duration orphans() {
                return Duration.ofHours(1);
            }

            @Override
            public Duration abandoned() {
                return changed.getOrDefault("abandoned", Duration.ofDays(14));
            }

            @Override
            public Duration uploads() {
                return changed.getOrDefault("uploads", Duration.ofDays(14));
            }

            @Override
            public Duration lease() {
                return Duration.ofMinutes(1);
            }
        };
    }
}
