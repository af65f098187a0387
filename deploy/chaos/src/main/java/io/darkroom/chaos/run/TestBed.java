package io.darkroom.chaos.run;

import io.darkroom.chaos.history.Recorder;
import io.darkroom.chaos.history.Stored;
import io.darkroom.chaos.inject.TmpfsVolume;
import io.darkroom.chaos.load.Clients;
import io.darkroom.chaos.load.Gateways;
import io.darkroom.chaos.load.StreamReaders;
import io.darkroom.chaos.load.WebhookReceiver;
import io.darkroom.chaos.plan.FaultKind;
import io.darkroom.chaos.proxy.FaultProxy;
import io.darkroom.chaos.watch.KafkaTail;
import io.darkroom.chaos.watch.MemoryMonitor;
import io.darkroom.chaos.watch.RedisProbe;
import io.darkroom.chaos.watch.StoreFolder;
import io.darkroom.cli.time.Clocks;
import io.darkroom.local.backends.DataFolder;
import io.darkroom.local.secure.StackSecurity;
import io.darkroom.local.stack.LocalStack;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The stack with proxies before store and Redis, its clients and its observers. */
final class TestBed implements AutoCloseable {
    /** On a machine under heavy load. */
    private static final Duration READY_WITHIN = Duration.ofMinutes(5);

    /** Processes that are killed every few seconds would waste two cores on compiling. */
    private static final String SHORT_LIVED = "-XX:TieredStopAtLevel=1";

    /** A quota that bursts exceed and the usual load does not. */
    private static final String QUOTA = "3";

    final Recorder recorder = new Recorder(Clocks.system());
    final FaultProxy store = new FaultProxy();
    final FaultProxy redis = new FaultProxy();
    final WebhookReceiver receivers = new WebhookReceiver(recorder);
    private final DataFolder data;
    private final @Nullable StackSecurity security;
    final LocalStack stack;
    final Gateways gateways;
    final StreamReaders streams;
    final Clients clients;
    final KafkaTail tail;
    final RedisProbe probe;
    final MemoryMonitor memory;

    /** The store's volume, where mounting is allowed. */
    final Optional<TmpfsVolume> volume;

    TestBed(ChaosSettings settings, DataFolder data, Consumer<String> log) throws InterruptedException {
        this.data = data;
        volume = settings.kinds().contains(FaultKind.STORE_FULL)
                ? TmpfsVolume.mount(storeFolder(data.root()))
                : Optional.empty();
        security = settings.secure() ? StackSecurity.create(data.resolve("tls"), Clocks.system()) : null;
        stack = LocalStack.builder()
                .data(data)
                .security(security)
                .workers(settings.workers())
                .gateways(settings.gateways())
                .recordLock(settings.lock())
                .readyWithin(READY_WITHIN)
                .models(settings.models())
                .supervised(false)
                .reach(this::throughProxies)
                .environment("gateway", hurried(settings))
                .environment(
                        "worker",
                        Map.of(
                                "DARKROOM_WORKER_SLOTS",
                                "image.interactive=4,image.bulk=1",
                                "JDK_JAVA_OPTIONS",
                                SHORT_LIVED))
                .notices(log)
                .start();
        probe = new RedisProbe(stack.backends().redisAccess());
        gateways = new Gateways(stack.gateways(), stack.key().value(), stack.ca(), Clocks.system());
        streams = new StreamReaders(gateways, recorder);
        clients = new Clients(gateways, recorder, receivers, streams, settings.model(), settings.seed());
        tail = new KafkaTail(stack.backends().operator(), recorder);
        memory = new MemoryMonitor(stack.components());
    }

    /** Where the store of a stack keeps what it holds. */
    static Path storeFolder(Path stack) {
        return stack.resolve("s3");
    }

    /** What the store holds of jobs. */
    List<Stored> objects() {
        return new StoreFolder(storeFolder(data.root()).resolve("darkroom")).jobs();
    }

    /** The servers' addresses become known here. */
    private Map<String, String> throughProxies(Map<String, String> environment) {
        Map<String, String> changed = new HashMap<>(environment);
        URI s3 = URI.create(Objects.requireNonNull(environment.get("DARKROOM_STORE_ENDPOINT")));
        if (security != null) {
            // It has to see where a request begins; the wire to Redis is only cut, so that it passes on what it cannot
            // read.
            store.secure(security.server(), security.trust());
        }
        store.target(s3.getHost(), s3.getPort());
        changed.put("DARKROOM_STORE_ENDPOINT", s3.getScheme() + "://127.0.0.1:" + store.port());
        URI server = URI.create(Objects.requireNonNull(environment.get("DARKROOM_REDIS_URI")));
        redis.target(server.getHost(), server.getPort());
        changed.put("DARKROOM_REDIS_URI", server.getScheme() + "://127.0.0.1:" + redis.port());
        return changed;
    }

    /** All jobs have a quota. Webhooks are retried over about a minute instead of days, and orphans are swept soon, but not while a frozen worker may still commit them. */
    private static Map<String, String> hurried(ChaosSettings settings) {
        return Map.of(
                "JDK_JAVA_OPTIONS",
                SHORT_LIVED,
                "DARKROOM_QUOTA_DEVICE_SECONDS",
                QUOTA,
                "DARKROOM_RETENTION_EVERY",
                settings.sweeps().toString(),
                "DARKROOM_RETENTION_ORPHANS",
                "PT20S",
                "DARKROOM_RETENTION_LEASE",
                "PT10S",
                "DARKROOM_RETENTION_PER_SECOND",
                "500",
                "DARKROOM_WEBHOOKS_TIMEOUT",
                "PT3S",
                "DARKROOM_WEBHOOKS_DELAYS",
                "PT0.5S,PT1S,PT2S,PT4S,PT6S,PT8S,PT10S,PT12S,PT15S");
    }

    @Override
    public void close() {
        close(clients, streams, tail, memory, gateways, probe, stack, receivers, store, redis, volume.orElse(null));
    }

    private static void close(@Nullable AutoCloseable... all) {
        for (AutoCloseable one : all) {
            try {
                if (one != null) {
                    one.close();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (Exception e) {
                throw new IllegalStateException("cannot close " + one.getClass().getSimpleName(), e);
            }
        }
    }
}
