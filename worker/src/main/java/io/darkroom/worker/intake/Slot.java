package io.darkroom.worker.intake;

import io.darkroom.contracts.job.Lane;
import io.darkroom.platform.kafka.LogUnavailableException;
import io.darkroom.platform.telemetry.log.LogFields;
import io.darkroom.worker.artifact.StoreGate;
import io.darkroom.worker.intake.HeldJob.Message;
import io.darkroom.worker.intake.JobSource.Acknowledgement;
import io.darkroom.worker.intake.JobSource.Lock;
import io.darkroom.worker.run.AcquiredJob;
import io.darkroom.worker.run.JobRuns;
import io.darkroom.worker.run.Verdict;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Room for one job of one lane: a thread that owns a consumer. */
final class Slot {
    private static final Logger LOG = Logger.getLogger(Slot.class);

    private final String name;
    private final Lane lane;
    private final JobSources sources;
    private final Requeue requeue;
    private final StoreGate gate;
    private final JobRuns runs;
    private final DeliveryLimits limits;
    private final IntakeSettings settings;
    private final IntakeMeters meters;
    private final Runnable stuck;
    private final LinkedBlockingQueue<Message> inbox = new LinkedBlockingQueue<>();
    private final Thread thread;
    private volatile boolean stopping;
    private volatile boolean leaving;
    private volatile boolean listening;

    Slot(
            String name,
            Lane lane,
            JobSources sources,
            Requeue requeue,
            StoreGate gate,
            JobRuns runs,
            DeliveryLimits limits,
            IntakeSettings settings,
            IntakeMeters meters,
            Runnable stuck) {
        this.name = name;
        this.lane = lane;
        this.sources = sources;
        this.requeue = requeue;
        this.gate = gate;
        this.runs = runs;
        this.limits = limits;
        this.settings = settings;
        this.meters = meters;
        this.stuck = stuck;
        this.thread = Thread.ofPlatform().name(name).daemon().unstarted(this::drawUntilStopped);
    }

    void start() {
        thread.start();
    }

    /** Tells the slot to take nothing more and to give back what it holds. Returns at once. */
    void stop() {
        stopping = true;
        inbox.add(new Message.Stop());
    }

    /** Tells the slot to take nothing more, but to end what it holds. Returns at once. */
    void leave() {
        leaving = true;
    }

    /** Waits for its end. Returns whether it came. */
    boolean join(Duration atMost) throws InterruptedException {
        return thread.join(atMost);
    }

    /** Whether it takes jobs: it has a consumer that was asked at least once, or it holds a job. */
    boolean listening() {
        return listening;
    }

    private void drawUntilStopped() {
        try {
            while (!stopping && !leaving) {
                if (gate.awaitOpen(settings.poll())) {
                    draw();
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Takes jobs until the slot has to pause or the consumer is of no use any more. */
    private void draw() throws InterruptedException {
        try (JobSource source = sources.open(lane, name)) {
            boolean useful = true;
            while (useful && !stopping && !leaving && gate.isOpen()) {
                Optional<AcquiredJob> job = source.poll(settings.poll());
                listening = true;
                useful = job.isEmpty() || serve(source, job.get());
            }
        } catch (SourceBrokenException e) {
            LOG.warnf("slot %s opens a new consumer: %s", name, e.getMessage());
            pause();
        } catch (RuntimeException e) {
            LOG.errorf(e, "defect in slot %s, it opens a new consumer", name);
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

    /** Returns whether the source can go on. */
    private boolean serve(JobSource source, AcquiredJob job) throws InterruptedException {
        meters.taken();
        long taken = System.nanoTime();
        Verdict verdict = new Verdict.Interrupted();
        try (LogFields _ = LogFields.of(LogFields.JOB, job.name())) {
            HeldJob held = new HeldJob(source, runs.open(job), inbox, settings, meters, stuck);
            verdict = held.carry(name + "-job");
            stopping |= held.toldToStop();
            return settle(source, job, verdict);
        } finally {
            meters.left(lane, verdict, Duration.ofNanos(System.nanoTime() - taken));
        }
    }

    private boolean settle(JobSource source, AcquiredJob job, Verdict verdict) {
        Settlement settlement = Settlement.of(verdict, job.recordDeliveries(), limits);
        Lock lock = switch (settlement) {
            case ACCEPT -> source.settle(Acknowledgement.ACCEPT);
            case REJECT -> source.settle(Acknowledgement.REJECT);
            case RELEASE -> source.settle(Acknowledgement.RELEASE);
            case REQUEUE -> source.settle(putAgain(job));
            case NONE -> Lock.LOST;
        };
        meters.settled(settlement, lock);
        if (lock != Lock.HELD) {
            LOG.infof("record %s (%s) was not settled, lock %s; whoever gets it next finds out", job, verdict, lock);
        }
        return lock == Lock.HELD;
    }

    private Acknowledgement putAgain(AcquiredJob job) {
        try {
            requeue.again(job);
            return Acknowledgement.ACCEPT;
        } catch (LogUnavailableException e) {
            LOG.warnf("record %s is released although the broker may drop it soon: %s", job, e.getMessage());
            return Acknowledgement.RELEASE;
        }
    }
}
