package io.darkroom.worker.run;

import io.darkroom.contracts.event.JobEvent;
import io.darkroom.contracts.job.JobKind;
import io.darkroom.contracts.job.JobRequest;
import io.darkroom.contracts.outcome.Outcome;
import io.darkroom.contracts.wire.Json;
import io.darkroom.platform.store.JobOutcomes;
import io.darkroom.platform.store.MemoryObjectStore;
import io.darkroom.platform.telemetry.metric.Meters;
import io.darkroom.platform.telemetry.trace.Tracing;
import io.darkroom.worker.artifact.StoreGate;
import io.darkroom.worker.checkpoint.CheckpointRule;
import io.darkroom.worker.pipeline.Moderation;
import io.darkroom.worker.pipeline.Pipeline;
import io.darkroom.worker.report.JobReporters;
import io.darkroom.worker.stack.TestJobs;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.awaitility.Awaitility;

/** The run package of workers over fakes of everything outside. */
public final class RunBench implements AutoCloseable {
    public final MemoryObjectStore store = new MemoryObjectStore();
    public final FakeEventLog log = new FakeEventLog();
    public final FakeViews views = new FakeViews();
    public final JobOutcomes outcomes = new JobOutcomes(store, log);
    public final StoreGate gate = new StoreGate(store);
    public RunLimits limits = new RunLimits(
            3,
            20,
            Duration.ofSeconds(2),
            new RunLimits.Patience(Duration.ofMinutes(2), Duration.ofMillis(400)),
            new Backoff(Duration.ofMillis(2), Duration.ofMillis(10)),
            new CheckpointRule(Duration.ZERO, Duration.ofHours(1)));
    public final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private Tracing traces = Tracing.OFF;
    private final CancelWatch cancels = new CancelWatch(views, Duration.ofMillis(1));
    private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final InstantSource clock = () -> now;

    public RunBench() {
        cancels.start();
        gate.start();
        Awaitility.await("the store's gate").until(gate::isOpen);
    }

    public Instant now() {
        return now;
    }

    public void passes(Duration time) {
        now = now.plus(time);
    }

    /** Changes which jobs write checkpoints; by default all that can. */
    public RunBench checkpointing(CheckpointRule rule) {
        limits = new RunLimits(
                limits.attempts(),
                limits.deliveries(),
                limits.viewLag(),
                limits.patience(),
                limits.retry(),
                rule,
                limits.times());
        return this;
    }

    /** Changes how long an attempt may take. */
    public RunBench within(Duration time) {
        return within(time, Duration.ofMinutes(1));
    }

    /** Changes how long an attempt may take, and how much longer before it counts as stuck. */
    public RunBench within(Duration time, Duration patience) {
        limits = new RunLimits(
                limits.attempts(),
                limits.deliveries(),
                limits.viewLag(),
                limits.patience(),
                limits.retry(),
                limits.checkpoints(),
                new TimeLimits(time, Map.of(), patience));
        return this;
    }

    /** Records spans. */
    public RunBench traced(Tracing recorder) {
        traces = recorder;
        return this;
    }

    /** A worker with this pipeline. Several may share the bench, as workers share the fleet's backends. */
    public JobRunner worker(String id, Pipeline pipeline) {
        RunTelemetry telemetry = new RunTelemetry(traces, new Meters(registry));
        RandomGenerator random = RandomGenerator.getDefault();
        return new JobRunnerFactory(limits, telemetry, clock, random)
                .create(
                        new ServedPipelines(Map.of(JobKind.IMAGE_GENERATE, pipeline), Set.of(TestJobs.MODEL)),
                        new Preflight(views, views, views, outcomes, log, limits, clock),
                        new JobReporters(id, log, Runnable::run, telemetry.meters(), clock),
                        new RunStorage(store, gate, outcomes, limits.patience().store(), random),
                        cancels,
                        Moderation.OFF);
    }

    public AcquiredJob delivery(JobRequest request, int deliveries) {
        return new AcquiredJob(
                new AcquiredJob.Position("darkroom.jobs.image.interactive.0", 0, 0),
                request.createdAt(),
                request.id().value().getBytes(StandardCharsets.UTF_8),
                Json.encode(request),
                new AcquiredJob.DeliveryCount(deliveries, deliveries),
                Map.of());
    }

    public Optional<Outcome> outcome(JobRequest request) {
        return outcomes.find(request.tenant(), request.id());
    }

    public <E extends JobEvent> List<E> events(Class<E> type) {
        return log.events().stream().filter(type::isInstance).map(type::cast).toList();
    }

    @Override
    public void close() {
        cancels.close();
        gate.close();
    }
}
