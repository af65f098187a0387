package io.darkroom.worker.intake;

import io.darkroom.contracts.job.Lane;
import io.darkroom.platform.telemetry.metric.JobMetrics;
import io.darkroom.platform.telemetry.metric.Meters;
import io.darkroom.worker.intake.JobSource.Lock;
import io.darkroom.worker.run.Verdict;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** The intake's metrics. */
public final class IntakeMeters {
    private final Meters meters;
    private final AtomicInteger busy = new AtomicInteger();
    private volatile long lastReleased = System.nanoTime();

    public IntakeMeters(MeterRegistry registry) {
        this.meters = new Meters(registry);
        meters.gauge(JobMetrics.SLOTS_BUSY, busy, AtomicInteger::get);
    }

    /** Capacity by lane. */
    public void slots(Map<Lane, Integer> slots) {
        slots.forEach((lane, count) -> meters.gauge(JobMetrics.SLOTS, count, Integer::doubleValue, lane.wireName()));
    }

    void acquired() {
        busy.incrementAndGet();
    }

    /** A job left its slot. */
    void released(Lane lane, Verdict verdict, Duration held) {
        lastReleased = System.nanoTime();
        busy.decrementAndGet();
        meters.timer(JobMetrics.HELD, lane.wireName(), verdict.label()).record(held);
    }

    void renewed(Lock lock) {
        meters.counter(JobMetrics.RENEWALS, name(lock)).increment();
    }

    void settled(Settlement settlement, Lock lock) {
        meters.counter(JobMetrics.SETTLEMENTS, settlement.name().toLowerCase(Locale.ROOT), name(lock))
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
        return busy.get() > 0 ? Optional.empty() : Optional.of(Duration.ofNanos(System.nanoTime() - lastReleased));
    }
}
