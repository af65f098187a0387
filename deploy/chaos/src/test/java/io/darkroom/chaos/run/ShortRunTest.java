package io.darkroom.chaos.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.chaos.check.Checker;
import io.darkroom.chaos.check.JobTimeline;
import io.darkroom.chaos.check.Violation;
import io.darkroom.chaos.history.History;
import io.darkroom.chaos.history.HistoryIndex;
import io.darkroom.chaos.plan.FaultKind;
import io.darkroom.chaos.recovery.Figures;
import io.darkroom.local.backends.DataFolder;
import io.darkroom.rules.UsesServers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The real stack, half a minute of the faults that come back fast, and no promise broken. The long run is a command. */
@UsesServers
class ShortRunTest {
    @Test
    @Timeout(900)
    void halfAMinuteOfFaultsBreaksNoGuarantee(@TempDir Path folder) throws InterruptedException {
        ChaosSettings settings = new ChaosSettings(
                5,
                Duration.ofSeconds(3),
                Duration.ofSeconds(30),
                Duration.ofSeconds(4),
                Duration.ofSeconds(90),
                2,
                EnumSet.of(
                        FaultKind.WORKER_KILL,
                        FaultKind.GATEWAY_KILL,
                        FaultKind.KAFKA_KILL,
                        FaultKind.REDIS_FLUSH,
                        FaultKind.STORE_LOST_REPLY,
                        FaultKind.RECEIVER_500,
                        FaultKind.LOG_DUPLICATES),
                2,
                1,
                Duration.ofSeconds(5),
                TinyModel.in(folder.resolve("models")),
                TinyModel.ID,
                folder,
                false);
        History history;
        try (DataFolder data = DataFolder.acquire(folder.resolve("stack"), true)) {
            history = new ChaosRun(settings, System.out::println).run(data);
        }
        HistoryIndex index = new HistoryIndex(history);
        System.out.println(new Figures(index).markdown("the short run", 0));
        assertThat(Checker.check(history)).as(() -> timelines(index)).isEmpty();
        assertThat(index.outcomes().size()).as("jobs").isGreaterThan(30);
        assertThat(history.faults()).as("faults").hasSizeGreaterThan(3);
        assertThat(history.receipts()).as("webhooks").isNotEmpty();
        assertThat(history.streams()).as("streams").isNotEmpty();
    }

    private static String timelines(HistoryIndex index) {
        return Checker.check(index.history()).stream()
                .limit(5)
                .map(violation -> violation + "\n" + timelineOf(index, violation))
                .collect(Collectors.joining());
    }

    private static String timelineOf(HistoryIndex index, Violation violation) {
        return violation.jobId() == null ? "" : JobTimeline.of(index, violation.jobId());
    }
}
