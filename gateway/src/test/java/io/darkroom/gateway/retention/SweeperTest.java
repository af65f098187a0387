package io.darkroom.gateway.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.contracts.job.JobId;
import io.darkroom.contracts.wire.ObjectKeys;
import io.darkroom.gateway.stack.FakeWorker;
import io.darkroom.gateway.webhook.DrivenClock;
import io.darkroom.gateway.webhook.DrivenClockProfile;
import io.darkroom.platform.kafka.KafkaLog;
import io.darkroom.platform.store.ObjectStore;
import io.darkroom.rules.UsesServers;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** On the real store, in a time that the test drives. */
@UsesServers
@QuarkusTest
@TestProfile(DrivenClockProfile.class)
class SweeperTest {
    private static final byte[] GIF = "GIF89a".getBytes(StandardCharsets.US_ASCII);

    @Inject
    Sweeper sweeper;

    @Inject
    DrivenClock clock;

    @Inject
    KafkaLog log;

    @Inject
    ObjectStore store;

    @Test
    void removesWhatIsDueWhenItIsDueAndNothingElse() throws Exception {
        JobId job = JobId.random(clock.millis(), new Random());
        String orphan = ObjectKeys.artifact("alice", job, 1, "lost", "0.gif");
        String checkpoint = ObjectKeys.checkpoint("alice", job);
        String upload = ObjectKeys.upload("alice", "up_" + job.value());
        store.put(orphan, GIF, "image/gif");
        store.put(checkpoint, GIF, "application/octet-stream");
        store.put(upload, GIF, "image/gif");
        FakeWorker worker = new FakeWorker(log, store, "alice", job.value()).start();
        worker.succeed(GIF);
        String result = ObjectKeys.artifact("alice", job, 1, "run", "0.gif");
        String outcome = ObjectKeys.outcome("alice", job);
        JobId lost = JobId.random(clock.millis(), new Random());
        String abandoned = ObjectKeys.artifact("alice", lost, 1, "x", "0.gif");
        store.put(abandoned, GIF, "image/gif");
        List<String> all = List.of(orphan, checkpoint, upload, result, outcome, abandoned);

        sweepAt(Duration.ofMinutes(50));
        assertThat(left(all)).isEqualTo(all);
        sweepAt(Duration.ofHours(2));
        assertThat(left(all)).containsExactly(upload, result, outcome, abandoned);
        sweepAt(Duration.ofDays(13));
        assertThat(left(all)).containsExactly(upload, result, outcome, abandoned);
        sweepAt(Duration.ofDays(15));
        assertThat(left(all)).containsExactly(result, outcome);
        sweepAt(Duration.ofDays(31));
        assertThat(left(all)).containsExactly(outcome);
        sweepAt(Duration.ofDays(91));
        assertThat(left(all)).isEmpty();
    }

    /** How far the clock is put forward already; what the store writes has the machine's time. */
    private Duration ahead() {
        return Duration.between(Instant.now(), clock.instant());
    }

    private void sweepAt(Duration age) throws InterruptedException {
        clock.pass(age.minus(ahead()));
        sweeper.sweep();
    }

    private List<String> left(List<String> keys) {
        List<String> left = new ArrayList<>();
        for (String key : keys) {
            if (store.get(key, 1_000_000).isPresent()) {
                left.add(key);
            }
        }
        return left;
    }
}
