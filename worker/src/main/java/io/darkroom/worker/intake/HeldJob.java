package io.darkroom.worker.intake;

import io.darkroom.worker.intake.JobSource.Lock;
import io.darkroom.worker.run.JobRun;
import io.darkroom.worker.run.Verdict;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A record from its acquisition to a verdict, as the thread that holds its lock sees it. The run has a thread of its own;
 * this one waits for messages and renews the lock every third of its duration.
 */
final class HeldJob {
    private static final Logger LOG = Logger.getLogger(HeldJob.class);

    /** Messages of other threads to the slot's. */
    sealed interface Message {
        /** A run ended. */
        record Done(JobRun run, Verdict verdict) implements Message {}

        /** The worker shuts down. */
        record Stop() implements Message {}
    }

    private final JobSource source;
    private final JobRun run;
    private final BlockingQueue<Message> inbox;
    private final IntakeSettings settings;
    private final IntakeMeters meters;
    private final Runnable onStuck;
    private final long renewEvery;
    private long nextRenewal;
    private Lock lock = Lock.HELD;
    private boolean stopping;

    /** @param onStuck called if the run hangs where it cannot be stopped */
    HeldJob(
            JobSource source,
            JobRun run,
            BlockingQueue<Message> inbox,
            IntakeSettings settings,
            IntakeMeters meters,
            Runnable onStuck) {
        this.onStuck = onStuck;
        this.source = source;
        this.run = run;
        this.inbox = inbox;
        this.settings = settings;
        this.meters = meters;
        this.renewEvery = source.lockTime().toNanos() / 3;
        this.nextRenewal = System.nanoTime() + renewEvery;
    }

    /** Runs the job, waits for its verdict, and for the back-off if it is to be retried. */
    Verdict run(String threadName) throws InterruptedException {
        var _ = Thread.ofPlatform().name(threadName).daemon().start(this::execute);
        Verdict verdict = null;
        while (verdict == null) {
            verdict = switch (nextMessage(Long.MAX_VALUE)) {
                case Message.Done done when done.run() == run -> done.verdict();
                case Message.Stop _ -> stop();
                case null, default -> null;
            };
            if (lock == Lock.LOST && verdict == null) {
                run.loseLock();
            }
            if (verdict == null && run.isStuck()) {
                verdict = giveUp();
            }
        }
        if (verdict instanceof Verdict.RetryAfter retry) {
            backOff(retry.backoff());
        }
        return lock == Lock.LOST ? new Verdict.LockLost() : verdict;
    }

    boolean stopRequested() {
        return stopping;
    }

    private void execute() {
        Verdict verdict;
        try {
            verdict = run.execute();
        } catch (Throwable e) {
            // An error outside the pipeline, e.g. no memory: the slot needs a verdict all the same.
            LOG.error("a run ended without a verdict", e);
            verdict = new Verdict.RetryAfter(settings.reopen());
        }
        inbox.add(new Message.Done(run, verdict));
    }

    private void backOff(Duration wait) throws InterruptedException {
        long over = System.nanoTime() + wait.toNanos();
        while (!stopping && lock != Lock.LOST && System.nanoTime() - over < 0) {
            if (nextMessage(over) instanceof Message.Stop) {
                stopping = true;
            }
        }
    }

    /** The thread of the run is lost, and perhaps the device with it: the worker has to end. */
    private Verdict giveUp() {
        stopping = true;
        onStuck.run();
        run.giveUp();
        return new Verdict.RetryAfter(Duration.ZERO);
    }

    /** Waits for the run to stop within the grace period. If it does not, its job is released on its behalf. */
    private Verdict stop() throws InterruptedException {
        stopping = true;
        run.shutDown();
        long over = System.nanoTime() + settings.grace().toNanos();
        while (System.nanoTime() - over < 0) {
            if (nextMessage(over) instanceof Message.Done done && done.run() == run) {
                return done.verdict();
            }
        }
        LOG.warnf(
                "a run did not stop within %d ms; its job is released",
                settings.grace().toMillis());
        run.abandon();
        return new Verdict.Interrupted();
    }

    /** The next message; null if there was none before the deadline, or before the lock was renewed. */
    private @Nullable Message nextMessage(long until) throws InterruptedException {
        long now = System.nanoTime();
        long wait = lock == Lock.LOST ? renewEvery : nextRenewal - now;
        if (until != Long.MAX_VALUE) {
            wait = Math.min(wait, until - now);
        }
        Message message = inbox.poll(Math.max(0, wait), TimeUnit.NANOSECONDS);
        if (message == null && lock != Lock.LOST && System.nanoTime() - nextRenewal >= 0) {
            lock = source.renew();
            meters.renewed(lock);
            nextRenewal = System.nanoTime() + renewEvery;
        }
        return message;
    }
}
