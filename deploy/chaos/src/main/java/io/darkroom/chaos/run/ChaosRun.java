package io.darkroom.chaos.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.darkroom.chaos.history.Aftermath;
import io.darkroom.chaos.history.History;
import io.darkroom.chaos.history.Stored;
import io.darkroom.chaos.inject.Injector;
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
    private final Consumer<String> say;

    ChaosRun(ChaosSettings settings, Consumer<String> say) {
        this.settings = settings;
        this.say = say;
        this.plan = plan(settings);
    }

    static FaultPlan plan(ChaosSettings settings) {
        return FaultPlan.draw(
                settings.seed(),
                new FaultPlan.Ask(
                        settings.length(),
                        settings.meanGap(),
                        settings.kinds(),
                        settings.workers(),
                        settings.gateways()));
    }

    /** What was seen. */
    History run(DataFolder data) throws InterruptedException {
        say.accept("starting Kafka, S3, Redis, " + settings.gateways() + " gateways and " + settings.workers()
                + " workers; logs in " + data.logs());
        try (TestBed arena = new TestBed(settings, data, say)) {
            prepare(arena);
            Instant begun = arena.recorder.now();
            burden(arena);
            Drain drain = new Drain(arena, settings.drain(), say);
            drain.await();
            Instant drained = arena.recorder.now();
            arena.streams.close();
            List<Stored> store = arena.objects();
            Aftermath aftermath = aftermath(arena, drain);
            arena.tail.close();
            return arena.recorder.history(settings.seed(), settings.rules(), begun, drained, store, aftermath);
        }
    }

    private static void prepare(TestBed arena) throws InterruptedException {
        try (GatewayClient client =
                new GatewayClient(arena.stack.gateway(), arena.stack.key().value())) {
            JsonNode secret = client.get("/v1/webhooks/default/secret");
            arena.receivers.secret(secret.path("key").asText());
        }
    }

    private void burden(TestBed arena) throws InterruptedException {
        say.accept("load of " + settings.jobsPerSecond() + " jobs/s; faults from "
                + settings.calm().toSeconds() + " s on, for "
                + settings.length().toSeconds() + " s");
        CompletableFuture<Void> load = CompletableFuture.runAsync(
                () -> {
                    try {
                        arena.clients.load(
                                settings.jobsPerSecond(), settings.calm().plus(settings.length()));
                    } catch (InterruptedException e) {
                        throw new CompletionException(e);
                    }
                },
                task -> Thread.ofPlatform().name("load").daemon().start(task));
        Injector injector = new Injector(
                new Injector.Target(
                        arena.stack,
                        arena.store,
                        arena.redis,
                        arena.receivers,
                        arena.clients,
                        arena.tail,
                        arena.probe,
                        arena.volume),
                arena.recorder,
                say);
        injector.carryOut(settings.calm(), plan);
        load.join();
        injector.heal();
        say.accept("all faults are healed; draining");
    }

    private Aftermath aftermath(TestBed arena, Drain drain) throws InterruptedException {
        Map<String, Long> lag;
        try (KafkaLag lags = new KafkaLag(arena.stack.backends().kafka())) {
            lag = lags.now();
        } catch (IllegalStateException e) {
            // The rest of what was seen is worth more than this.
            say.accept(e.getMessage());
            lag = Map.of("no group: " + e.getMessage(), Long.MAX_VALUE);
        }
        return new Aftermath(
                arena.probe.busySlots(),
                lag,
                arena.probe.reservations(),
                drain.undelivered(),
                arena.tail.deadLetters(),
                List.of(),
                true,
                arena.memory.most());
    }
}
