package io.darkroom.chaos.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.darkroom.chaos.check.NoOrphans;
import io.darkroom.chaos.history.Call;
import io.darkroom.chaos.history.Intent;
import io.darkroom.chaos.history.Receipt;
import io.darkroom.chaos.watch.KafkaLag;
import io.darkroom.cli.client.GatewayClient;
import io.darkroom.cli.client.ProblemException;
import io.darkroom.cli.client.UnreachableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Waits until nothing is under way, bounded; then reads the undelivered webhooks. */
final class Drain {
    private static final long POLL_MILLIS = 500;

    private final TestBed bed;
    private final long deadline;
    private final Consumer<String> log;

    Drain(TestBed bed, Duration atMost, Consumer<String> log) {
        this.bed = bed;
        this.deadline = System.nanoTime() + atMost.toNanos();
        this.log = log;
    }

    /** Each step has the rest of the time; what is not reached is left to the checker. */
    void await() throws InterruptedException {
        step("clients to know", () -> bed.clients.underWay() == 0);
        step("accepted jobs to end", () -> open().isEmpty());
        step("streams to end", () -> bed.streams.open() == 0);
        step("webhooks to be acknowledged", () -> unacknowledged().isEmpty());
        step("groups to have settled everything", this::settled);
        step("slots to be free", () -> bed.probe.busySlots().values().stream().allMatch(busy -> busy == 0));
        step("orphans to be swept", () -> NoOrphans.orphans(bed.objects()).isEmpty());
        step("reservations to be released", () -> bed.probe.reservations().isEmpty());
    }

    private void step(String what, BooleanSupplier condition) throws InterruptedException {
        long start = System.nanoTime();
        CountDownLatch never = new CountDownLatch(1);
        boolean holds = holds(condition);
        while (!holds && System.nanoTime() < deadline) {
            var unused = never.await(POLL_MILLIS, TimeUnit.MILLISECONDS);
            holds = holds(condition);
        }
        long took = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
        if (!holds || took > 0) {
            log.accept("  waited " + took + " s for " + what + (holds ? "" : ", without success"));
        }
    }

    /** A server that does not answer in time, on an overloaded machine, is called again. */
    private boolean holds(BooleanSupplier condition) {
        try {
            return condition.getAsBoolean();
        } catch (RuntimeException e) {
            log.accept("  no answer: " + e.getMessage());
            return false;
        }
    }

    private Set<String> open() {
        Set<String> open = bed.recorder.calls().stream()
                .filter(call -> call.verb() == Call.Verb.SUBMIT && call.end() == Call.End.OK && call.jobId() != null)
                .map(call -> String.valueOf(call.jobId()))
                .collect(Collectors.toCollection(HashSet::new));
        open.removeAll(bed.tail.ended());
        return open;
    }

    /** Jobs that ended, have a webhook and were not acknowledged. */
    private Set<String> unacknowledged() {
        Set<String> waiting = new HashSet<>();
        for (Intent intent : bed.recorder.intents()) {
            String job = intent.webhook() == null ? null : bed.tail.jobOf(intent.id());
            if (job != null && bed.tail.ended().contains(job)) {
                waiting.add(job);
            }
        }
        bed.recorder.receipts().stream()
                .filter(receipt -> receipt.acknowledged() && receipt.type().equals("job.completed"))
                .map(Receipt::jobId)
                .forEach(waiting::remove);
        return waiting;
    }

    private boolean settled() {
        try (KafkaLag lag = new KafkaLag(bed.stack.backends().operator())) {
            return lag.now().values().stream().allMatch(left -> left == 0);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Ids of webhooks, and their jobs, that the gateway lists as not delivered. */
    List<String> undelivered() throws InterruptedException {
        List<String> listed = new ArrayList<>();
        try (GatewayClient client = bed.stack.client()) {
            for (String job : unacknowledged()) {
                for (JsonNode delivery :
                        client.get("/v1/webhooks/deliveries?job_id=" + job).path("deliveries")) {
                    if (!delivery.path("state").asText().equals("delivered")) {
                        listed.addAll(List.of(delivery.path("id").asText(), job));
                    }
                }
            }
        } catch (ProblemException | UnreachableException e) {
            log.accept("  the gateway does not list undelivered webhooks: " + e.getMessage());
        }
        return listed;
    }
}
