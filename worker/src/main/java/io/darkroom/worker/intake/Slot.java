package io.darkroom.worker.intake;

import io.darkroom.contracts.job.Lane;
import io.darkroom.platform.telemetry.log.LogFields;
import io.darkroom.worker.artifact.StoreGate;
import io.darkroom.worker.intake.HeldJob.Message;
import io.darkroom.worker.run.AcquiredJob;
import io.darkroom.worker.run.JobRunner;
import io.darkroom.worker.run.Verdict;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Capacity for one job of one lane: a thread that owns a consumer. */
final class Slot {
    private static final Logger LOG = Logger.getLogger(Slot.class);

    private final Id id;
    private final JobSources sources;
    private final RecordSettler settler;
    private final StoreGate gate;
    private final JobRunner runner;
    private final IntakeSettings settings;
    private final IntakeMeters meters;
    private final Runnable onStuck;
    private final LinkedBlockingQueue<Message> inbox = new LinkedBlockingQueue<>();
    private final Thread thread;
    private volatile boolean stopping;
    private volatile boolean draining;
    private volatile boolean listening;

    /** @param name for logs and threads, unique in the fleet */
    record Id(Lane lane, String name) {}

    Slot(
            Id id,
            Broker broker,
            StoreGate gate,
            JobRunner runner,
            IntakeSettings settings,
            IntakeMeters meters,
            Runnable onStuck) {
        this.id = id;
        this.sources = broker.sources();
        this.settler = new RecordSettler(broker.requeue(), broker.limits(id.lane()), meters);
        this.gate = gate;
        this.runner = runner;
        this.settings = settings;
        this.meters = meters;
        this.onStuck = onStuck;
        this.thread = Thread.ofPlatform().name(id.name()).daemon().unstarted(this::acquireUntilStopped);
    }

    void start() {
        thread.start();
    }

    /** Stops acquiring and releases the job that is held. Returns at once. */
    void stop() {
        stopping = true;
        inbox.add(new Message.Stop());
    }

    /** Stops acquiring, but finishes the job that is held. Returns at once. */
    void drain() {
        draining = true;
    }

    /** Waits for the end of the thread. Returns whether it ended in time. */
    boolean join(Duration atMost) throws InterruptedException {
        return thread.join(atMost);
    }

    /** Whether it gets jobs: it has a consumer that was polled at least once, or it holds a job. */
    boolean isListening() {
        return listening;
    }

    private void acquireUntilStopped() {
        try {
            while (!stopping && !draining) {
                if (gate.awaitOpen(settings.poll())) {
                    acquire();
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Acquires jobs until the slot has to pause or the consumer cannot be used any more. */
    private void acquire() throws InterruptedException {
        try (JobSource source = sources.open(id.lane(), id.name())) {
            boolean usable = true;
            while (usable && !stopping && !draining && gate.isOpen()) {
                Optional<AcquiredJob> job = source.poll(settings.poll());
                listening = true;
                usable = job.isEmpty() || run(source, job.get());
            }
        } catch (SourceBrokenException e) {
            LOG.warnf("slot %s opens a new consumer: %s", id.name(), e.getMessage());
            pause();
        } catch (RuntimeException | Error e) {
            // The record that was held is released by closing its consumer; the slot must live on.
            LOG.errorf(e, "defect in slot %s, it opens a new consumer", id.name());
            pause();
        } finally {
            listening = false;
        }
    }

    private void pause() throws InterruptedException {
        if (inbox.poll(settings.reopen().toNanos(), TimeUnit.NANOSECONDS) instanceof Message.Stop) {
            stopping = true;
        }
    }

    /** Returns whether the source can still be used. */
    private boolean run(JobSource source, AcquiredJob job) throws InterruptedException {
        meters.acquired();
        long acquired = System.nanoTime();
        Verdict verdict = new Verdict.Interrupted();
        try (LogFields _ = LogFields.of(LogFields.JOB, job.name())) {
            HeldJob held = new HeldJob(source, runner.open(job), inbox, settings, meters, onStuck);
            verdict = held.run(id.name() + "-job");
            stopping |= held.stopRequested();
            return settler.settle(source, job, verdict);
        } finally {
            meters.released(id.lane(), verdict, Duration.ofNanos(System.nanoTime() - acquired));
        }
    }
}
