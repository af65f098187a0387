package io.darkroom.worker.platform;

import io.darkroom.contracts.fleet.ModelInfo;
import io.darkroom.contracts.fleet.WorkerStatus;
import io.darkroom.contracts.job.JobId;
import io.darkroom.contracts.job.JobKind;
import io.darkroom.contracts.job.Lane;
import io.darkroom.platform.kafka.EventLog;
import io.darkroom.platform.kafka.KafkaEventLog;
import io.darkroom.platform.kafka.KafkaLog;
import io.darkroom.platform.redis.RedisConnections;
import io.darkroom.platform.store.JobOutcomes;
import io.darkroom.platform.store.ObjectStore;
import io.darkroom.platform.store.S3ObjectStore;
import io.darkroom.platform.telemetry.metric.JobMetrics;
import io.darkroom.platform.telemetry.metric.Meters;
import io.darkroom.platform.telemetry.trace.Tracing;
import io.darkroom.worker.artifact.StoreGate;
import io.darkroom.worker.intake.Broker;
import io.darkroom.worker.intake.DeliveryLimits;
import io.darkroom.worker.intake.Intake;
import io.darkroom.worker.intake.IntakeMeters;
import io.darkroom.worker.intake.KafkaJobSources;
import io.darkroom.worker.intake.KafkaRequeue;
import io.darkroom.worker.intake.KafkaShareGroups;
import io.darkroom.worker.intake.SlotPlan;
import io.darkroom.worker.ledger.KafkaAttemptHistory;
import io.darkroom.worker.model.ServedModels;
import io.darkroom.worker.pipeline.Moderation;
import io.darkroom.worker.pipeline.Pipeline;
import io.darkroom.worker.report.JobReporters;
import io.darkroom.worker.report.KafkaModelBoard;
import io.darkroom.worker.run.CancelWatch;
import io.darkroom.worker.run.JobRunner;
import io.darkroom.worker.run.JobRunnerFactory;
import io.darkroom.worker.run.Preflight;
import io.darkroom.worker.run.RunLimits;
import io.darkroom.worker.run.RunMeters;
import io.darkroom.worker.run.RunStorage;
import io.darkroom.worker.run.RunTelemetry;
import io.darkroom.worker.run.ServedPipelines;
import io.darkroom.worker.view.RedisCancelFlags;
import io.darkroom.worker.view.RedisHeartbeat;
import io.darkroom.worker.view.RedisJobViews;
import io.darkroom.worker.view.RedisRunningJobs;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** A whole worker: put together by its constructor, alive from {@link #start} to {@link #stop}. */
public final class Worker {
    private static final Logger LOG = Logger.getLogger(Worker.class);

    private final WorkerSettings settings;
    private final ServedModels served;
    private final List<ModelInfo> models;
    private final SlotPlan plan;
    private final StoreGate gate;
    private final KafkaLog writer;
    private final CancelWatch cancels;
    private final RedisHeartbeat heartbeat;
    private final IntakeMeters meters;
    private final Intake intake;
    private final Instant startedAt;
    /** What was opened, the last one first. */
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    private volatile boolean stopping;
    private final AtomicBoolean leaving = new AtomicBoolean();
    private final AtomicBoolean stuck = new AtomicBoolean();
    private volatile Runnable whenLeft = () -> {};
    private volatile Runnable whenStuck = () -> {};

    /**
     * @param traces where the time of jobs goes
     * @throws IllegalArgumentException if settings contradict each other or the broker's
     * @throws IllegalStateException if Kafka is not there, or not set up
     */
    public Worker(
            WorkerSettings settings,
            List<Pipeline> pipelines,
            ServedModels served,
            Moderation moderation,
            MeterRegistry registry,
            Tracing traces,
            InstantSource clock,
            RandomGenerator random) {
        this.settings = settings;
        this.served = served;
        this.models = served.announced();
        this.startedAt = clock.instant();
        Map<JobKind, Pipeline> byKind = pipelines.stream().collect(Collectors.toMap(Pipeline::kind, it -> it));
        this.plan = SlotPlan.parse(settings.slots(), Lanes.servedBy(models, byKind.keySet()));
        Map<Lane, DeliveryLimits> deliveryLimits = lookAtGroups();
        Meters told = new Meters(registry);

        S3ObjectStore store = open(new S3ObjectStore(settings.store(), told));
        this.gate = open(new StoreGate(store));
        told.gauge(JobMetrics.STORE_USABLE, gate, it -> it.isOpen() ? 1 : 0);
        RedisConnections redis = open(new RedisConnections(settings.redis(), told));
        this.writer = open(new KafkaLog(
                settings.kafka().client(),
                settings.id() + "/writer",
                settings.kafka().callTimeout().multipliedBy(2),
                Duration.ZERO,
                told));
        this.cancels = open(new CancelWatch(new RedisCancelFlags(redis), settings.cancelPoll()));
        this.meters = new IntakeMeters(registry);
        meters.slots(plan.slots());
        RunMeters.declare(told);
        JobRunner runner = runner(byKind, moderation, store, redis, new RunTelemetry(traces, told), clock, random);
        this.intake = new Intake(
                plan,
                new Broker(new KafkaJobSources(settings.kafka()), new KafkaRequeue(writer), deliveryLimits),
                gate,
                runner,
                settings.intake(),
                meters,
                this::stuck);
        this.heartbeat = open(new RedisHeartbeat(redis, settings.id(), () -> status(clock.instant()), this::leave));
    }

    private JobRunner runner(
            Map<JobKind, Pipeline> byKind,
            Moderation moderation,
            ObjectStore store,
            RedisConnections redis,
            RunTelemetry telemetry,
            InstantSource clock,
            RandomGenerator random) {
        RunLimits limits = settings.limits();
        EventLog events = new KafkaEventLog(writer, telemetry.traces());
        JobOutcomes outcomes = new JobOutcomes(store, events);
        RunStorage storage =
                new RunStorage(store, gate, outcomes, limits.patience().store(), random);
        ExecutorService publisher = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().name("darkroom-report").daemon().factory());
        open(publisher::shutdown);
        Preflight preflight = new Preflight(
                new RedisJobViews(redis),
                new RedisCancelFlags(redis),
                new RedisRunningJobs(redis),
                outcomes,
                new KafkaAttemptHistory(
                        settings.kafka().client(),
                        settings.id() + "/ledger",
                        settings.kafka().callTimeout()),
                limits,
                clock);
        return new JobRunnerFactory(limits, telemetry, clock, random)
                .create(
                        new ServedPipelines(
                                byKind, models.stream().map(ModelInfo::id).collect(Collectors.toUnmodifiableSet())),
                        preflight,
                        new JobReporters(settings.id(), events, publisher, telemetry.meters(), clock),
                        storage,
                        cancels,
                        moderation);
    }

    private Map<Lane, DeliveryLimits> lookAtGroups() {
        Map<Lane, DeliveryLimits> limits = new EnumMap<>(Lane.class);
        try (KafkaShareGroups groups = new KafkaShareGroups(settings.kafka().client(), settings.startPatience())) {
            for (Lane lane : plan.slots().keySet()) {
                KafkaShareGroups.Limits found =
                        groups.require(lane, settings.kafka().cells());
                limits.put(
                        lane,
                        new DeliveryLimits(found.deliveries(), settings.limits().attempts()));
                LOG.infof(
                        "lane %s: lock %s, at most %d deliveries",
                        lane.wireName(), found.lockTime(), found.deliveries());
            }
        }
        return limits;
    }

    /** Announces the models and begins to take jobs. */
    public void start() {
        new KafkaModelBoard(writer).announce(models);
        gate.start();
        cancels.start();
        heartbeat.start();
        intake.start();
        LOG.infof("worker %s takes jobs: %s", settings.id(), plan.slots());
    }

    /** Calls this once the worker was told to leave and has ended what it held. */
    public void whenLeft(Runnable listener) {
        whenLeft = listener;
    }

    /**
     * Calls this once a run was found to hang and everything else was given back. The process must end then, at once.
     */
    public void whenStuck(Runnable listener) {
        whenStuck = listener;
    }

    private void stuck() {
        if (stuck.compareAndSet(false, true)) {
            LOG.errorf("worker %s has a run that cannot be stopped; it gives everything back and ends", settings.id());
            var _ = Thread.ofPlatform().name("darkroom-stuck").start(() -> {
                stop();
                whenStuck.run();
            });
        }
    }

    /** The fleet can do without this worker: it takes nothing more, ends what it holds, and says so. */
    private void leave() {
        if (leaving.compareAndSet(false, true)) {
            LOG.infof("worker %s is not needed any more and leaves", settings.id());
            var _ = Thread.ofVirtual().name("darkroom-leave").start(() -> {
                try {
                    intake.drain();
                    whenLeft.run();
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                }
            });
        }
    }

    /** Gives back what it holds and leaves, within five seconds. Can be called twice. */
    public void stop() {
        if (stopping) {
            return;
        }
        stopping = true;
        long began = System.nanoTime();
        try {
            intake.stop();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        while (!opened.isEmpty()) {
            close(opened.pop());
        }
        LOG.infof(
                "worker %s left after %d ms",
                settings.id(), Duration.ofNanos(System.nanoTime() - began).toMillis());
    }

    /** Why no job can be taken now; empty if one can. */
    public String unreadiness() {
        if (stopping || leaving.get()) {
            return "shutting down";
        }
        if (!gate.isOpen()) {
            return "the object store does not work";
        }
        return intake.isListening() ? "" : "slots are not connected to Kafka";
    }

    private WorkerStatus status(Instant now) {
        return new WorkerStatus(
                settings.id(),
                startedAt,
                now,
                plan.slots().keySet().stream().sorted().toList(),
                plan.total(),
                meters.busy(),
                models.stream().map(ModelInfo::id).toList(),
                served.warm(),
                cancels.watched().stream().map(JobId::value).sorted().toList(),
                meters.idleFor().map(now::minus).orElse(null));
    }

    private <T extends AutoCloseable> T open(T resource) {
        opened.push(resource);
        return resource;
    }

    private static void close(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            LOG.warnf("cannot close %s: %s", resource.getClass().getSimpleName(), e.getMessage());
        }
    }
}
