package io.darkroom.worker.intake;

import io.darkroom.contracts.job.Lane;
import io.darkroom.worker.intake.JobSource.Lock;
import io.darkroom.worker.run.Verdict;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** The intake's metrics, declared once. */
public final class IntakeMeters {
    private final MeterRegistry registry;
    private final AtomicInteger busy = new AtomicInteger();
    private volatile long lastLeft = System.nanoTime();

    public IntakeMeters(MeterRegistry registry) {
        this.registry = registry;
        Gauge.builder("darkroom.worker.slots.busy", busy, AtomicInteger::get)
                .description("Slots that hold a job")
                .register(registry);
    }

    void taken() {
        busy.incrementAndGet();
    }

    /** A job left its slot. */
    void left(Lane lane, Verdict verdict, Duration held) {
        lastLeft = System.nanoTime();
        busy.decrementAndGet();
        registry.timer("darkroom.worker.jobs", "lane", lane.wireName(), "verdict", verdict.label())
                .record(held);
    }

    void renewed(Lock lock) {
        registry.counter("darkroom.worker.lock.renewals", "result", name(lock)).increment();
    }

    void settled(Settlement settlement, Lock lock) {
        registry.counter(
                        "darkroom.worker.settlements",
                        "settlement",
                        settlement.name().toLowerCase(Locale.ROOT),
                        "result",
                        name(lock))
                .increment();
    }

    private static String name(Lock lock) {
        return lock.name().toLowerCase(Locale.ROOT);
    }

    public int busy() {
        return busy.get();
    }

    /** Since when no slot holds a job; empty while one does. */
    public Optional<Duration> idleFor() {
        return busy.get() > 0 ? Optional.empty() : Optional.of(Duration.ofNanos(System.nanoTime() - lastLeft));
    }
}
