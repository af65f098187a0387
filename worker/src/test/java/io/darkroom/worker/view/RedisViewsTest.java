package io.darkroom.worker.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.darkroom.contracts.fleet.WorkerStatus;
import io.darkroom.contracts.job.JobId;
import io.darkroom.contracts.job.JobState;
import io.darkroom.contracts.wire.RedisKeys;
import io.darkroom.platform.redis.RedisConnections;
import io.darkroom.platform.redis.RedisSettings;
import io.darkroom.platform.redis.RedisUnavailableException;
import io.darkroom.platform.telemetry.metric.Meters;
import io.darkroom.rules.UsesServers;
import io.darkroom.worker.stack.Stack;
import io.darkroom.worker.stack.StackExtension;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@UsesServers
@ExtendWith(StackExtension.class)
class RedisViewsTest {
    private final Stack stack;
    private final RedisConnections link;
    private final JobId a = JobId.random(1, RandomGenerator.getDefault());
    private final JobId b = JobId.random(2, RandomGenerator.getDefault());

    RedisViewsTest(Stack stack) {
        this.stack = stack;
        this.link = new RedisConnections(RedisSettings.of(stack.backends().redis()), Meters.unread());
    }

    @AfterEach
    void disconnect() {
        link.close();
    }

    @Test
    void readsWhatTheProjectionWrites() {
        assertThat(new RedisJobViews(link).find(a)).isEmpty();
        stack.redis()
                .sync()
                .hset(RedisKeys.job(a), Map.of("state", "running", "attempt", "2", "attempts_charged", "1"));
        assertThat(new RedisJobViews(link).find(a)).hasValue(new JobView(JobState.RUNNING, 2, 1));
    }

    @Test
    void knowsWhatWasTriedThoughTheProjectionLagsBehind() {
        RedisJobViews views = new RedisJobViews(link);
        views.tried(b);
        assertThat(views.find(b))
                .hasValueSatisfying(view -> assertThat(view.mayHaveEnded()).isTrue());
        stack.redis().sync().hset(RedisKeys.job(b), Map.of("state", "queued"));
        assertThat(views.find(b)).hasValue(new JobView(JobState.QUEUED, 1, 0));
        stack.redis()
                .sync()
                .hset(RedisKeys.job(b), Map.of("state", "running", "attempt", "2", "attempts_charged", "2"));
        assertThat(views.find(b)).hasValue(new JobView(JobState.RUNNING, 2, 2));
    }

    @Test
    void takesAViewThatIsNoneForNone() {
        assertThat(RedisJobViews.parse(Map.of("state", "dreaming"))).isEmpty();
        assertThat(RedisJobViews.parse(Map.of("state", "queued", "attempt", "x")))
                .isEmpty();
        assertThat(RedisJobViews.parse(Map.of("attempt", "1"))).isEmpty();
        assertThat(RedisJobViews.parse(Map.of("state", "queued"))).hasValue(new JobView(JobState.QUEUED, 0, 0));
    }

    @Test
    void knowsWhichJobsMayHaveEnded() {
        assertThat(new JobView(JobState.QUEUED, 0, 0).mayHaveEnded()).isFalse();
        assertThat(new JobView(JobState.QUEUED, 1, 0).mayHaveEnded()).isTrue();
        assertThat(new JobView(JobState.CANCELING, 0, 0).mayHaveEnded()).isTrue();
        assertThat(new JobView(JobState.FAILED, 0, 0).mayHaveEnded()).isTrue();
    }

    @Test
    void knowsWhatAWorkerRuns() {
        RunningJobs running = new RedisRunningJobs(link);
        assertThat(running.at("w1", a)).isFalse();
        Instant now = Instant.now();
        WorkerStatus status =
                new WorkerStatus("w1", now, now, List.of(), 1, 1, List.of(), List.of(), List.of(a.value()), null);
        try (RedisHeartbeat heartbeat = new RedisHeartbeat(link, "w1", () -> status, () -> {})) {
            heartbeat.start();
            Awaitility.await("a sign of life").until(() -> running.at("w1", a));
            assertThat(running.at("w1", b)).isFalse();
            assertThat(running.at("w2", a)).isFalse();
        }
        assertThat(running.at("w1", a)).as("the worker left").isFalse();
    }

    @Test
    void findsTheFlagsThatAreUp() {
        RedisCancelFlags flags = new RedisCancelFlags(link);
        stack.raiseCancelFlag(b);
        assertThat(flags.raised(List.of(a, b))).containsExactly(b);
        assertThat(flags.raised(Set.of())).isEmpty();
    }

    @Test
    void saysAtOnceThatRedisIsGone() {
        try (RedisConnections nowhere =
                new RedisConnections(RedisSettings.of("redis://127.0.0.1:1"), Meters.unread())) {
            RedisCancelFlags flags = new RedisCancelFlags(nowhere);
            assertThatThrownBy(() -> flags.raised(Set.of(a))).isInstanceOf(RedisUnavailableException.class);
            long began = System.nanoTime();
            for (int i = 0; i < 20; i++) {
                assertThat(new RedisJobViews(nowhere).find(a)).isEmpty();
            }
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(4));
        }
    }
}
