package io.darkroom.gateway.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.darkroom.contracts.job.JobId;
import io.darkroom.contracts.wire.Json;
import io.darkroom.contracts.wire.Topics;
import io.darkroom.gateway.stack.Client;
import io.darkroom.platform.kafka.KafkaLog;
import io.darkroom.rules.UsesServers;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A receiver that is down for 31 hours, through the real log and the shipped schedule; the clock is driven. */
@UsesServers
@QuarkusTest
@TestProfile(DrivenClockProfile.class)
class LongOutageTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int JOBS = 12;

    /** The waits until the try that succeeds. */
    private static final List<Duration> WAITS = List.of(
            Duration.ofSeconds(5),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofHours(2),
            Duration.ofHours(5),
            Duration.ofHours(10),
            Duration.ofHours(14),
            Duration.ofHours(20));

    @Inject
    DrivenClock clock;

    @Inject
    KafkaLog log;

    @Test
    void everythingArrivesInScheduleWithTheSameIdAndBytes() throws Exception {
        AtomicBoolean up = new AtomicBoolean();
        try (LoopbackReceiver receiver = LoopbackReceiver.upWhen(up::get)) {
            Random random = new Random(31);
            List<JobId> jobs = new ArrayList<>();
            for (int i = 0; i < JOBS; i++) {
                jobs.add(finish(JobId.random(clock.millis(), random), receiver.url()));
            }
            awaitTries(receiver, 1);
            for (int wait = 0; wait < WAITS.size(); wait++) {
                up.set(wait == WAITS.size() - 1);
                letPass(receiver, WAITS.get(wait), wait + 1);
            }
            awaitDelivered(jobs);
            clock.pass(Duration.ofDays(3));
            await().during(Duration.ofSeconds(2))
                    .atMost(SOON)
                    .until(() -> receiver.calls().size() == JOBS * (WAITS.size() + 1));
            byId(receiver).forEach((id, calls) -> {
                assertThat(calls)
                        .extracting(LoopbackReceiver.Call::body)
                        .containsOnly(calls.getFirst().body());
                assertInSchedule(id, calls);
            });
            assertThat(byId(receiver)).hasSize(JOBS);
        }
    }

    /** To a moment before the earliest next try, and then to one after the latest. */
    private void letPass(LoopbackReceiver receiver, Duration wait, int tries) {
        if (wait.compareTo(Duration.ofMinutes(1)) > 0) {
            clock.pass(wait.minus(Duration.ofSeconds(20)));
            await().during(Duration.ofMillis(900))
                    .atMost(SOON)
                    .until(() -> receiver.calls().size() == JOBS * tries);
        }
        clock.pass(wait.dividedBy(10).plusSeconds(21));
        awaitTries(receiver, tries + 1);
    }

    private static void assertInSchedule(String id, List<LoopbackReceiver.Call> calls) {
        for (int i = 0; i < WAITS.size(); i++) {
            Instant before = calls.get(i).at();
            Duration waited = Duration.between(before, calls.get(i + 1).at());
            Duration wanted = WAITS.get(i);
            assertThat(waited)
                    .as("%s, wait %d", id, i + 1)
                    // Stamps are whole seconds.
                    .isBetween(
                            wanted.minusSeconds(1),
                            wanted.plus(wanted.dividedBy(10)).plusSeconds(60));
        }
    }

    private static void awaitTries(LoopbackReceiver receiver, int tries) {
        await().atMost(SOON).untilAsserted(() -> {
            assertThat(byId(receiver)).hasSize(JOBS);
            assertThat(byId(receiver).values())
                    .allSatisfy(calls -> assertThat(calls).hasSize(tries));
        });
    }

    private static Map<String, List<LoopbackReceiver.Call>> byId(LoopbackReceiver receiver) {
        return receiver.calls().stream().collect(Collectors.groupingBy(LoopbackReceiver.Call::id));
    }

    private static void awaitDelivered(List<JobId> jobs) {
        Client alice = Client.of("alice");
        for (JobId job : jobs) {
            await().atMost(SOON)
                    .until(() -> alice.get("/v1/webhooks/deliveries?job_id=" + job)
                            .json()
                            .at("/deliveries/0/state")
                            .asText()
                            .equals("delivered"));
        }
    }

    private JobId finish(JobId job, String url) {
        byte[] event = Json.encode(Events.finished(job, "alice", Events.to(url, "job.completed")));
        log.append(Topics.EVENTS, job.value(), event, Map.of());
        return job;
    }
}
