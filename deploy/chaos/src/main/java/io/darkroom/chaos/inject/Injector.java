package io.darkroom.chaos.inject;

import io.darkroom.chaos.history.FaultRun;
import io.darkroom.chaos.history.Recorder;
import io.darkroom.chaos.load.Clients;
import io.darkroom.chaos.load.Receivers;
import io.darkroom.chaos.plan.Fault;
import io.darkroom.chaos.plan.FaultKind;
import io.darkroom.chaos.plan.FaultPlan;
import io.darkroom.chaos.proxy.FaultProxy;
import io.darkroom.chaos.proxy.Mode;
import io.darkroom.chaos.proxy.Mode.What;
import io.darkroom.chaos.watch.KafkaEcho;
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
public final class Injector {
    /** Every request, or every second one. */
    private static final double ALL = 1;

    private static final double HALF = 0.5;
    /** For how long a worker may have no long job. */
    private static final Duration AMBUSH = Duration.ofSeconds(5);

    private static final int ECHOES = 60;
    private static final int RACE_CALLS = 64;
    private static final int BURST_JOBS = 100;

    private final Target target;
    private final Recorder recorder;
    private final Consumer<String> say;
    private final Timeouts patience = new Timeouts();
    private final Processes processes;
    private final LongJobTrigger ambush;

    /** What may be hurt, and who helps. */
    public record Target(
            LocalStack stack,
            FaultProxy store,
            FaultProxy redis,
            Receivers receivers,
            Clients clients,
            KafkaTail tail,
            RedisProbe probe,
            Optional<SmallVolume> volume) {}

    public Injector(Target target, Recorder recorder, Consumer<String> say) {
        this.target = target;
        this.recorder = recorder;
        this.say = say;
        this.ambush = new LongJobTrigger(target.tail());
        this.processes = new Processes(target.stack()::component, patience);
    }

    /** When a fault was really on: a process may have been busy with another one. */
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

    /** Begins after that time; returns when the last fault is healed. */
    public void carryOut(Duration calm, FaultPlan plan) throws InterruptedException {
        patience.rest(calm);
        long start = System.nanoTime();
        List<Thread> threads = new ArrayList<>();
        for (Fault fault : plan.faults()) {
            long wait = start + fault.at().toNanos() - System.nanoTime();
            if (wait > 0 && patience.rest(Duration.ofNanos(wait))) {
                break;
            }
            threads.add(Thread.ofVirtual().start(() -> carryOut(fault)));
        }
        long left = start + plan.length().toNanos() - System.nanoTime();
        patience.rest(Duration.ofNanos(Math.max(0, left)));
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** Ends every fault, and waits until all processes are there. */
    public void heal() throws InterruptedException {
        patience.end();
        target.store().mode(Mode.PASS);
        target.redis().mode(Mode.PASS);
        target.volume().ifPresent(SmallVolume::empty);
        target.receivers().mood(Receivers.Mood.WELL);
        for (Component component : target.stack().components()) {
            processes.ensure(component.name());
        }
    }

    private void carryOut(Fault fault) {
        Instant asked = recorder.now();
        Times times = new Times(recorder);
        String note = "";
        boolean skipped = false;
        say.accept(fault.toString());
        try {
            note = inflict(fault, times);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            skipped = true;
        } catch (RuntimeException e) {
            skipped = true;
            note = String.valueOf(e.getMessage());
            say.accept("      " + fault.number() + " failed: " + note);
        }
        Instant begun = times.begun(asked);
        recorder.fault(
                new FaultRun(fault.number(), fault.kind(), fault.target(), begun, recorder.now(), skipped, note));
    }

    /** What is worth telling. */
    private String inflict(Fault fault, Times times) throws InterruptedException {
        String name = fault.target();
        Duration lasts = fault.lasts();
        if (fault.kind() == FaultKind.WORKER_KILL || fault.kind() == FaultKind.WORKER_FREEZE_LONG) {
            ambush.await(name, AMBUSH);
        }
        switch (fault.kind()) {
            case WORKER_KILL, GATEWAY_KILL, KAFKA_KILL, REDIS_KILL, STORE_KILL -> processes.kill(name, lasts, times);
            case WORKER_RESTART, GATEWAY_RESTART, KAFKA_RESTART -> processes.restart(name, lasts, times);
            case WORKER_FREEZE, WORKER_FREEZE_LONG, GATEWAY_FREEZE, KAFKA_FREEZE, REDIS_FREEZE, STORE_FREEZE ->
                processes.freeze(name, lasts, times);
            case REDIS_FLUSH -> target.probe().flush();
            case REDIS_CUT -> wire(target.redis(), new Mode(What.CUT, ALL, 0), lasts);
            case STORE_503 -> wire(target.store(), new Mode(What.UNAVAILABLE, ALL, 0), lasts);
            case STORE_SLOW -> wire(target.store(), new Mode(What.SLOW, ALL, 400), lasts);
            case STORE_RESET -> wire(target.store(), new Mode(What.RESET, HALF, 0), lasts);
            case STORE_LOST_REPLY -> wire(target.store(), new Mode(What.LOST_REPLY, HALF, 0), lasts);
            case STORE_CUT_BODY -> wire(target.store(), new Mode(What.CUT_BODY, HALF, 0), lasts);
            case STORE_HANG -> wire(target.store(), new Mode(What.HANG, ALL, 0), lasts);
            case STORE_FULL -> full(lasts, times);
            case RECEIVER_DOWN -> mood(Receivers.Mood.DOWN, lasts);
            case RECEIVER_500 -> mood(Receivers.Mood.ERROR_500, lasts);
            case RECEIVER_SLOW -> mood(Receivers.Mood.SLOW, lasts);
            case RECEIVER_RESET -> mood(Receivers.Mood.RESET, lasts);
            case POISON -> {
                return poison(fault, "");
            }
            case POISON_IN_CRASHING_BROKER -> {
                return poison(fault, Backends.KAFKA);
            }
            case LOG_DUPLICATES -> {
                int written = KafkaEcho.write(
                        target.stack().backends().kafka(), target.tail().recent(), ECHOES, fault.seed());
                return written + " records written again";
            }
            case RACE -> target.clients().race(RACE_CALLS, fault.seed());
            case BURST -> target.clients().burst(BURST_JOBS, fault.seed());
        }
        return "";
    }

    private String poison(Fault fault, String crashes) throws InterruptedException {
        WorkerKiller assassin = new WorkerKiller(target.tail(), processes, crashes, patience);
        int kills = assassin.follow(target.clients().poison(fault.seed()));
        return kills + " workers killed";
    }

    private void wire(FaultProxy proxy, Mode mode, Duration lasts) throws InterruptedException {
        proxy.mode(mode);
        patience.rest(lasts);
        proxy.mode(Mode.PASS);
    }

    private void full(Duration lasts, Times times) throws InterruptedException {
        SmallVolume volume = target.volume()
                .orElseThrow(() ->
                        new IllegalStateException("the store has no volume of its own: that needs Linux and root"));
        times.begin();
        volume.fill();
        patience.rest(lasts);
        volume.empty();
    }

    private void mood(Receivers.Mood mood, Duration lasts) throws InterruptedException {
        target.receivers().mood(mood);
        patience.rest(lasts);
        target.receivers().mood(Receivers.Mood.WELL);
    }
}
