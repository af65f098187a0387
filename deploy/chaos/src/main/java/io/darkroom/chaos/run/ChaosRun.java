package io.darkroom.chaos.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.darkroom.chaos.history.FinalState;
import io.darkroom.chaos.history.History;
import io.darkroom.chaos.history.Stored;
import io.darkroom.chaos.inject.FaultInjector;
import io.darkroom.chaos.plan.FaultPlan;
import io.darkroom.chaos.watch.KafkaLag;
import io.darkroom.cli.client.GatewayClient;
import io.darkroom.local.backends.DataFolder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/** One run, from the start of the stack to its history. */
final class ChaosRun {
    private final ChaosSettings settings;
    private final FaultPlan plan;
    private final Consumer<String> log;

    ChaosRun(ChaosSettings settings, Consumer<String> log) {
        this.settings = settings;
        this.log = log;
        this.plan = plan(settings);
    }

    static FaultPlan plan(ChaosSettings settings) {
        return FaultPlan.draw(
                settings.seed(),
                new FaultPlan.Options(
                        settings.length(),
                        settings.meanGap(),
                        settings.kinds(),
                        settings.workers(),
                        settings.gateways()));
    }

    /** Returns the recorded history. */
    History run(DataFolder data) throws InterruptedException {
        log.accept(
                "starting Kafka, S3, Redis, " + settings.gateways() + " gateways and " + settings.workers() + " workers"
                        + (settings.secure() ? " with TLS, users and least rights" : "") + "; logs in " + data.logs());
        try (TestBed bed = new TestBed(settings, data, log)) {
            prepare(bed);
            Instant begun = bed.recorder.now();
            runLoad(bed);
            Drain drain = new Drain(bed, settings.drain(), log);
            drain.await();
            Instant drained = bed.recorder.now();
            bed.streams.close();
            List<Stored> store = bed.objects();
            FinalState finalState = finalState(bed, drain);
            bed.tail.close();
            return bed.recorder.history(settings.seed(), settings.rules(), begun, drained, store, finalState);
        }
    }

    private static void prepare(TestBed bed) throws InterruptedException {
        try (GatewayClient client = bed.stack.client()) {
            JsonNode secret = client.get("/v1/webhooks/default/secret");
            bed.receivers.secret(secret.path("key").asText());
        }
    }

    private void runLoad(TestBed bed) throws InterruptedException {
        log.accept("load of " + settings.jobsPerSecond() + " jobs/s; faults from "
                + settings.calm().toSeconds() + " s on, for "
                + settings.length().toSeconds() + " s");
        CompletableFuture<Void> load = CompletableFuture.runAsync(
                () -> {
                    try {
                        bed.clients.load(
                                settings.jobsPerSecond(), settings.calm().plus(settings.length()));
                    } catch (InterruptedException e) {
                        throw new CompletionException(e);
                    }
                },
                task -> Thread.ofPlatform().name("load").daemon().start(task));
        FaultInjector injector = new FaultInjector(
                new FaultInjector.Target(
                        bed.stack, bed.store, bed.redis, bed.receivers, bed.clients, bed.tail, bed.probe, bed.volume),
                bed.recorder,
                log);
        injector.run(settings.calm(), plan);
        load.join();
        injector.heal();
        log.accept("all faults are healed; draining");
    }

    private FinalState finalState(TestBed bed, Drain drain) throws InterruptedException {
        Map<String, Long> lag;
        try (KafkaLag lags = new KafkaLag(bed.stack.backends().operator())) {
            lag = lags.now();
        } catch (IllegalStateException e) {
            // The rest of the history is worth more than this.
            log.accept(e.getMessage());
            lag = Map.of("no group: " + e.getMessage(), Long.MAX_VALUE);
        }
        return new FinalState(
                bed.probe.busySlots(),
                lag,
                bed.probe.reservations(),
                drain.undelivered(),
                bed.tail.deadLetters(),
                List.of(),
                true,
                bed.memory.most());
    }
}
