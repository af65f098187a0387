package io.darkroom.worker.platform;

import io.darkroom.platform.kafka.KafkaClientSettings;
import io.darkroom.platform.redis.RedisConfig;
import io.darkroom.platform.store.StoreConfig;
import io.darkroom.platform.telemetry.trace.Tracing;
import io.darkroom.worker.model.ServedModels;
import io.darkroom.worker.pipeline.Moderation;
import io.darkroom.worker.pipeline.Pipeline;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Starts the worker with the process and stops it with SIGTERM. */
@ApplicationScoped
public class WorkerLifecycle {
    /** Exit status of a worker with a run that could not be stopped. */
    static final int STUCK = 70;

    private final WorkerConfig worker;
    private final StoreConfig store;
    private final RedisConfig redis;
    private final KafkaClientSettings kafka;
    private final Instance<Pipeline> pipelines;
    private final Instance<ServedModels> models;
    private final Moderation moderation;
    private final MeterRegistry registry;
    private final Tracing traces;
    private volatile @Nullable Worker running;

    public WorkerLifecycle(
            WorkerConfig worker,
            StoreConfig store,
            RedisConfig redis,
            KafkaClientSettings kafka,
            Instance<Pipeline> pipelines,
            Instance<ServedModels> models,
            Moderation moderation,
            MeterRegistry registry,
            Tracing traces) {
        this.worker = worker;
        this.store = store;
        this.redis = redis;
        this.kafka = kafka;
        this.pipelines = pipelines;
        this.models = models;
        this.moderation = moderation;
        this.registry = registry;
        this.traces = traces;
    }

    void start(@Observes StartupEvent event) {
        SecureRandom random = new SecureRandom();
        String id = worker.id().orElseGet(() -> hostName() + "-" + Integer.toUnsignedString(random.nextInt(), 36));
        Worker made = new Worker(
                WorkerSettings.of(id, worker, store, redis, kafka),
                pipelines.stream().toList(),
                models.isUnsatisfied() ? List::of : models.get(),
                moderation,
                registry,
                traces,
                InstantSource.system(),
                random);
        made.whenLeft(Quarkus::asyncExit);
        // An orderly exit would wait for the very thread that hangs.
        made.whenStuck(() -> Runtime.getRuntime().halt(STUCK));
        made.start();
        running = made;
    }

    void stop(@Observes ShutdownEvent event) {
        Worker it = running;
        if (it != null) {
            it.stop();
        }
    }

    /** Why no job can be taken now; empty if one can. */
    String unreadiness() {
        Worker it = running;
        return it == null ? "starting" : it.unreadiness();
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException _) {
            return "worker";
        }
    }
}
