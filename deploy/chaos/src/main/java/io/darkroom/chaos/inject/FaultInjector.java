package io.darkroom.chaos.inject;

import io.darkroom.chaos.history.FaultRun;
import io.darkroom.chaos.history.Recorder;
import io.darkroom.chaos.load.Clients;
import io.darkroom.chaos.load.WebhookReceiver;
import io.darkroom.chaos.plan.Fault;
import io.darkroom.chaos.plan.FaultKind;
import io.darkroom.chaos.plan.FaultPlan;
import io.darkroom.chaos.proxy.FaultProxy;
import io.darkroom.chaos.proxy.Mode;
import io.darkroom.chaos.proxy.Mode.What;
import io.darkroom.chaos.watch.KafkaReplay;
import io.darkroom.chaos.watch.KafkaTail;
import io.darkroom.chaos.watch.RedisProbe;
import io.darkroom.local.backends.Backends;
import io.darkroom.local.process.Component;
import io.darkroom.local.stack.LocalStack;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Carries out a plan. */
public final class FaultInjector {
    /** Every request, or every second one. */
    private static final double ALL = 1;

    private static final double HALF = 0.5;
    /** How long to wait for a worker to have a long job. */
    private static final Duration LONG_JOB_WITHIN = Duration.ofSeconds(5);

    private static final int REPLAYED_RECORDS = 60;
    private static final int RACE_CALLS = 64;
    private static final int BURST_JOBS = 100;

    private final Target target;
    private final Recorder recorder;
    private final Consumer<String> log;
    private final Timeouts timeouts = new Timeouts();
    private final Processes processes;
    private final LongJobTrigger longJobs;

    /** The components that faults hit, and the load that faults add. */
    public record Target(
            LocalStack stack,
            FaultProxy store,
            FaultProxy redis,
            WebhookReceiver receivers,
            Clients clients,
            KafkaTail tail,
            RedisProbe probe,
            Optional<TmpfsVolume> volume) {}

    public FaultInjector(Target target, Recorder recorder, Consumer<String> log) {
        this.target = target;
        this.recorder = recorder;
        this.log = log;
        this.longJobs = new LongJobTrigger(target.tail());
        this.processes = new Processes(target.stack()::component, timeouts);
    }

    /** When a fault was really active: its process may have been locked by another one. */
    static final class Times {
        private final Recorder recorder;
        private @Nullable Instant begun;

        Times(Recorder recorder) {
            this.recorder = recorder;
        }

        void begin() {
            begun = recorder.now();
        }

        Instant begun(Instant otherwise) {
            return begun == null ? otherwise : begun;
        }
    }

    /** Starts after that time; returns when the last fault is healed. */
    public void run(Duration calm, FaultPlan plan) throws InterruptedException {
        timeouts.await(calm);
        long start = System.nanoTime();
        List<Thread> threads = new ArrayList<>();
        for (Fault fault : plan.faults()) {
            long wait = start + fault.at().toNanos() - System.nanoTime();
            if (wait > 0 && timeouts.await(Duration.ofNanos(wait))) {
                break;
            }
            threads.add(Thread.ofVirtual().start(() -> run(fault)));
        }
        long left = start + plan.length().toNanos() - System.nanoTime();
        timeouts.await(Duration.ofNanos(Math.max(0, left)));
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** Ends every fault, and waits until all processes are ready. */
    public void heal() throws InterruptedException {
        timeouts.end();
        target.store().mode(Mode.PASS);
        target.redis().mode(Mode.PASS);
        target.volume().ifPresent(TmpfsVolume::empty);
        target.receivers().behaviour(WebhookReceiver.Behaviour.NORMAL);
        for (Component component : target.stack().components()) {
            processes.ensure(component.name());
        }
    }

    private void run(Fault fault) {
        Instant requested = recorder.now();
        Times times = new Times(recorder);
        String note = "";
        boolean skipped = false;
        log.accept(fault.toString());
        try {
            note = inject(fault, times);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            skipped = true;
        } catch (RuntimeException e) {
            skipped = true;
            note = String.valueOf(e.getMessage());
            log.accept("      " + fault.number() + " failed: " + note);
        }
        Instant begun = times.begun(requested);
        recorder.fault(
                new FaultRun(fault.number(), fault.kind(), fault.target(), begun, recorder.now(), skipped, note));
    }

    /** Returns a note for the report. */
    private String inject(Fault fault, Times times) throws InterruptedException {
        String name = fault.target();
        Duration lasts = fault.lasts();
        if (fault.kind() == FaultKind.WORKER_KILL || fault.kind() == FaultKind.WORKER_FREEZE_LONG) {
            longJobs.await(name, LONG_JOB_WITHIN);
        }
        switch (fault.kind()) {
            case WORKER_KILL, GATEWAY_KILL, KAFKA_KILL, REDIS_KILL, STORE_KILL -> processes.kill(name, lasts, times);
            case WORKER_RESTART, GATEWAY_RESTART, KAFKA_RESTART -> processes.restart(name, lasts, times);
            case WORKER_FREEZE, WORKER_FREEZE_LONG, GATEWAY_FREEZE, KAFKA_FREEZE, REDIS_FREEZE, STORE_FREEZE ->
                processes.freeze(name, lasts, times);
            case REDIS_FLUSH -> target.probe().flush();
            case REDIS_CUT -> impair(target.redis(), new Mode(What.CUT, ALL, 0), lasts);
            case STORE_503 -> impair(target.store(), new Mode(What.UNAVAILABLE, ALL, 0), lasts);
            case STORE_SLOW -> impair(target.store(), new Mode(What.SLOW, ALL, 400), lasts);
            case STORE_RESET -> impair(target.store(), new Mode(What.RESET, HALF, 0), lasts);
            case STORE_LOST_REPLY -> impair(target.store(), new Mode(What.LOST_REPLY, HALF, 0), lasts);
            case STORE_CUT_BODY -> impair(target.store(), new Mode(What.CUT_BODY, HALF, 0), lasts);
            case STORE_HANG -> impair(target.store(), new Mode(What.HANG, ALL, 0), lasts);
            case STORE_FULL -> fillVolume(lasts, times);
            case RECEIVER_DOWN -> behaviour(WebhookReceiver.Behaviour.DOWN, lasts);
            case RECEIVER_500 -> behaviour(WebhookReceiver.Behaviour.ERROR_500, lasts);
            case RECEIVER_SLOW -> behaviour(WebhookReceiver.Behaviour.SLOW, lasts);
            case RECEIVER_RESET -> behaviour(WebhookReceiver.Behaviour.RESET, lasts);
            case POISON -> {
                return poison(fault, "");
            }
            case POISON_IN_CRASHING_BROKER -> {
                return poison(fault, Backends.KAFKA);
            }
            case LOG_DUPLICATES -> {
                int written = KafkaReplay.write(
                        target.stack().backends().operator(), target.tail().recent(), REPLAYED_RECORDS, fault.seed());
                return written + " records written again";
            }
            case RACE -> target.clients().race(RACE_CALLS, fault.seed());
            case BURST -> target.clients().burst(BURST_JOBS, fault.seed());
        }
        return "";
    }

    private String poison(Fault fault, String crashes) throws InterruptedException {
        WorkerKiller killer = new WorkerKiller(target.tail(), processes, crashes, timeouts);
        int kills = killer.follow(target.clients().poison(fault.seed()));
        return kills + " workers killed";
    }

    private void impair(FaultProxy proxy, Mode mode, Duration lasts) throws InterruptedException {
        proxy.mode(mode);
        timeouts.await(lasts);
        proxy.mode(Mode.PASS);
    }

    private void fillVolume(Duration lasts, Times times) throws InterruptedException {
        TmpfsVolume volume = target.volume()
                .orElseThrow(() ->
                        new IllegalStateException("the store has no volume of its own: that needs Linux and root"));
        times.begin();
        volume.fill();
        timeouts.await(lasts);
        volume.empty();
    }

    private void behaviour(WebhookReceiver.Behaviour behaviour, Duration lasts) throws InterruptedException {
        target.receivers().behaviour(behaviour);
        timeouts.await(lasts);
        target.receivers().behaviour(WebhookReceiver.Behaviour.NORMAL);
    }
}
