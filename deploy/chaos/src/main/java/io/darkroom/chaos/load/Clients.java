package io.darkroom.chaos.load;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.darkroom.chaos.history.Call;
import io.darkroom.chaos.history.Call.Verb;
import io.darkroom.chaos.history.Intent;
import io.darkroom.chaos.history.Intent.Want;
import io.darkroom.chaos.history.Recorder;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Submits jobs at a rate, from a seed, and reads, cancels and follows them as clients do. */
public final class Clients implements AutoCloseable {
    /** How long a client repeats a call that has a key. */
    private static final Duration RETRY_WITHIN = Duration.ofSeconds(90);

    private final Gateways gateways;
    private final Recorder recorder;
    private final WebhookReceiver receivers;
    private final StreamReaders streams;
    private final String model;
    private final SplittableRandom random;
    private final AtomicInteger numbers = new AtomicInteger();
    private final AtomicInteger underWay = new AtomicInteger();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch closed = new CountDownLatch(1);

    public Clients(
            Gateways gateways,
            Recorder recorder,
            WebhookReceiver receivers,
            StreamReaders streams,
            String model,
            long seed) {
        this.gateways = gateways;
        this.recorder = recorder;
        this.receivers = receivers;
        this.streams = streams;
        this.model = model;
        this.random = new SplittableRandom(seed);
    }

    /** Submits at this rate for this long; arrivals are independent of each other and of the answers. */
    public void load(double perSecond, Duration length) throws InterruptedException {
        long end = System.nanoTime() + length.toNanos();
        double at = System.nanoTime();
        while (true) {
            at += -Math.log(1 - random.nextDouble()) / perSecond * 1e9;
            long wait = Math.min((long) at, end) - System.nanoTime();
            if (wait > 0 && closed.await(wait, TimeUnit.NANOSECONDS) || at >= end) {
                return;
            }
            startClient(nextArrival());
        }
    }

    /** Number of clients that are not done. */
    public int underWay() {
        return underWay.get();
    }

    /** Submits this many jobs at once. */
    public void burst(int count, long seed) {
        SplittableRandom its = new SplittableRandom(seed);
        for (int i = 0; i < count; i++) {
            startClient(new Arrival(intent(Want.IMAGE, true, false, false), its.split()));
        }
    }

    /** Sends this many calls at once with one key and body. */
    public void race(int calls, long seed) {
        SplittableRandom its = new SplittableRandom(seed);
        Intent intent = intent(Want.IMAGE, true, true, false);
        ObjectNode body = JobBodies.image(intent, model, its);
        for (int i = 0; i < calls; i++) {
            int which = i;
            start(() -> submitUntilKnown(intent, body, which));
        }
    }

    /** A job that is to be killed whenever it starts; returns its intent's id. */
    public String poison(long seed) {
        Intent intent = intent(Want.POISON, true, true, false);
        startClient(new Arrival(intent, new SplittableRandom(seed)));
        return intent.id();
    }

    private record Arrival(Intent intent, SplittableRandom random) {}

    private Arrival nextArrival() {
        int dice = random.nextInt(100);
        Want want = dice < 4 ? Want.INVALID : dice < 10 ? Want.CANCEL : Want.IMAGE;
        boolean keyed = random.nextInt(10) < 8;
        boolean called = random.nextInt(10) < 4;
        boolean expires = want == Want.IMAGE && random.nextInt(50) == 0;
        return new Arrival(intent(want, keyed, called, expires), random.split());
    }

    private Intent intent(Want want, boolean keyed, boolean called, boolean expires) {
        String id = "i" + numbers.incrementAndGet();
        Intent intent = new Intent(
                id, keyed ? "key-" + id : null, want, called ? receivers.address(id) : null, expires, recorder.now());
        recorder.intent(intent);
        return intent;
    }

    private void startClient(Arrival arrival) {
        start(() -> runClient(arrival));
    }

    /** An interruptible task of a client. */
    private interface ClientTask {
        void run() throws InterruptedException;
    }

    private void start(ClientTask task) {
        underWay.incrementAndGet();
        threads.execute(() -> {
            try {
                task.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                underWay.decrementAndGet();
            }
        });
    }

    private void runClient(Arrival arrival) throws InterruptedException {
        Intent intent = arrival.intent();
        SplittableRandom its = arrival.random();
        ObjectNode body = JobBodies.image(intent, model, its);
        String job = submitUntilKnown(intent, body, its.nextInt(100));
        if (job == null) {
            return;
        }
        if (its.nextInt(6) == 0) {
            streams.follow(job, its.split());
        }
        if (intent.want() == Want.CANCEL) {
            pause(its.nextInt(1_200));
            Answer answer = gateways.post(
                    its.nextInt(100), "/v1/jobs/" + job + "/cancel", JsonNodeFactory.instance.objectNode(), Map.of());
            record(intent, Verb.CANCEL, "", answer, job);
        } else if (intent.key() != null && its.nextInt(25) == 0) {
            submit(intent, Verb.SUBMIT_OTHER_BODY, JobBodies.other(body), its.nextInt(100));
        }
        if (its.nextInt(10) == 0) {
            pause(its.nextInt(3_000));
            read(intent, job, its.nextInt(100));
        }
    }

    /** The job, or null if there is none or its state is unknown. */
    private @Nullable String submitUntilKnown(Intent intent, ObjectNode body, int which) throws InterruptedException {
        long deadline = System.nanoTime() + RETRY_WITHIN.toNanos();
        for (int tries = 0; ; tries++) {
            Answer answer = submit(intent, Verb.SUBMIT, body, which + tries);
            boolean again = answer.isRetryable() && intent.key() != null && System.nanoTime() < deadline;
            if (!again || pause(Math.min(3_000, 250 << Math.min(tries, 4)))) {
                return answer.jobId();
            }
        }
    }

    private Answer submit(Intent intent, Verb verb, ObjectNode body, int which) throws InterruptedException {
        String key = intent.key();
        Map<String, String> headers = key == null ? Map.of() : Map.of("Idempotency-Key", key);
        Answer answer = gateways.post(which, "/v1/jobs", body, headers);
        record(intent, verb, Integer.toHexString(body.hashCode()), answer, answer.jobId());
        return answer;
    }

    private void read(Intent intent, String job, int which) throws InterruptedException {
        record(intent, Verb.READ, "", gateways.get(which, "/v1/jobs/" + job), job);
    }

    private void record(Intent intent, Verb verb, String body, Answer answer, @Nullable String job) {
        recorder.call(new Call(
                intent.id(),
                verb,
                body,
                answer.at(),
                answer.tookMs(),
                answer.end(),
                answer.status(),
                answer.code(),
                job,
                answer.state(),
                answer.retryAfter(),
                answer.gateway()));
    }

    /** Waits; returns whether the run ended meanwhile. */
    private boolean pause(int millis) throws InterruptedException {
        return closed.await(millis, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        closed.countDown();
        threads.shutdownNow();
    }
}
