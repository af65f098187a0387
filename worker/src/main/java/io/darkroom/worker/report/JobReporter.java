package io.darkroom.worker.report;

import io.darkroom.contracts.event.JobEvent;
import io.darkroom.contracts.event.JobEvent.Previewed;
import io.darkroom.contracts.job.JobContext;
import io.darkroom.contracts.job.JobId;
import io.darkroom.contracts.job.JobRequest;
import io.darkroom.contracts.outcome.OutputArtifact;
import io.darkroom.platform.kafka.EventLog;
import io.darkroom.platform.kafka.LogUnavailableException;
import io.darkroom.platform.telemetry.metric.JobMetrics;
import io.darkroom.platform.telemetry.metric.Meters;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Publishes the events of one attempt. {@link #progress}, {@link #preview} and {@link #output} return at once; the others
 * wait for the log.
 *
 * <p>Two locks: {@code pendingLock} guards what is yet to be published and is held for moments only. {@code sendLock} is held
 * while an event gets its number and enters the log, so that numbers and log agree on the order.
 */
public final class JobReporter {
    private final String worker;
    private final EventLog log;
    private final Executor publisher;
    private final Meters meters;
    private final InstantSource clock;
    private final JobId job;
    private final String tenant;
    private final JobContext context;
    private final int attempt;

    private final ReentrantLock sendLock = new ReentrantLock();
    private int sequence;

    private final ReentrantLock pendingLock = new ReentrantLock();
    private final Queue<OutputArtifact> outputs = new ArrayDeque<>();
    private final Map<Integer, Preview> previews = new LinkedHashMap<>();
    private @Nullable Progress progress;
    private boolean inFlight;
    private boolean silenced;
    private boolean ended;

    private record Progress(int step, int steps, long etaMs) {}

    private record Preview(int item, int step, String contentType, byte[] image) {}

    /** Creates an event from its number. */
    private interface Numbered {
        JobEvent at(int sequence);
    }

    JobReporter(JobReporters reporters, JobRequest request, int attempt) {
        this.worker = reporters.worker();
        this.log = reporters.log();
        this.publisher = reporters.publisher();
        this.meters = reporters.meters();
        this.clock = reporters.clock();
        this.job = request.id();
        this.tenant = request.tenant();
        this.context = JobContext.of(request);
        this.attempt = attempt;
    }

    /** Id of the worker that runs the attempt. */
    public String worker() {
        return worker;
    }

    public int attempt() {
        return attempt;
    }

    /**
     * @throws LogUnavailableException if the event is not known to be in the log; then the attempt must not run
     */
    public void started() {
        send(n -> new JobEvent.Started(JobEvent.SCHEMA, job, tenant, attempt, n, clock.instant(), worker, context));
    }

    public void progress(int step, int steps, long etaMs) {
        offer(() -> progress = new Progress(step, steps, etaMs));
    }

    /** Publishes a preview; one that is too large is dropped. */
    public void preview(int item, int step, String contentType, byte[] image) {
        if (image.length <= Previewed.MAX_BYTES) {
            offer(() -> previews.put(item, new Preview(item, step, contentType, image)));
        }
    }

    public void output(OutputArtifact output) {
        offer(() -> outputs.add(output));
    }

    /** Releases the job and ends the report. Does nothing if the report has ended. */
    public void released(String reason, String message) {
        if (close(true)) {
            send(n ->
                    new JobEvent.Released(JobEvent.SCHEMA, job, tenant, attempt, n, clock.instant(), reason, message));
            meters.counter(JobMetrics.RELEASED, reason).increment();
        }
    }

    /** Drops pending progress and publishes pending outputs; after that only {@link #released} has an effect. */
    public void silence() {
        close(false);
        Numbered next;
        while ((next = nextOutput()) != null) {
            sendLater(next);
        }
    }

    /** Ends the report without an event. */
    public void end() {
        close(true);
    }

    /** Returns whether the report had not ended yet. */
    private boolean close(boolean andEnd) {
        pendingLock.lock();
        try {
            boolean open = !ended;
            silenced = true;
            ended |= andEnd;
            progress = null;
            previews.clear();
            return open;
        } finally {
            pendingLock.unlock();
        }
    }

    private void send(Numbered event) {
        sendLock.lock();
        try {
            log.append(event.at(++sequence));
        } finally {
            sendLock.unlock();
        }
    }

    private void sendLater(Numbered event) {
        sendLock.lock();
        try {
            var _ = log.appendSoon(event.at(++sequence));
        } finally {
            sendLock.unlock();
        }
    }

    private void offer(Runnable change) {
        pendingLock.lock();
        try {
            if (silenced) {
                return;
            }
            change.run();
            if (inFlight) {
                return;
            }
            inFlight = true;
        } finally {
            pendingLock.unlock();
        }
        publisher.execute(this::sendNext);
    }

    /** Sends pending events one at a time; the log's acknowledgement triggers the next. */
    private void sendNext() {
        sendLock.lock();
        try {
            Numbered next = takeNext();
            if (next != null) {
                var _ = log.appendSoon(next.at(++sequence)).whenComplete((_, _) -> publisher.execute(this::sendNext));
            }
        } finally {
            sendLock.unlock();
        }
    }

    private @Nullable Numbered takeNext() {
        pendingLock.lock();
        try {
            Numbered next = silenced ? null : nextPending();
            inFlight = next != null;
            return next;
        } finally {
            pendingLock.unlock();
        }
    }

    private @Nullable Numbered nextPending() {
        Numbered output = nextOutput();
        if (output != null) {
            return output;
        }
        if (progress != null) {
            Progress now = progress;
            progress = null;
            return n -> new JobEvent.Progressed(
                    JobEvent.SCHEMA, job, tenant, attempt, n, clock.instant(), now.step, now.steps, now.etaMs);
        }
        if (!previews.isEmpty()) {
            Preview now = Objects.requireNonNull(
                    previews.remove(previews.keySet().iterator().next()));
            String data = Base64.getEncoder().encodeToString(now.image);
            return n -> new Previewed(
                    JobEvent.SCHEMA,
                    job,
                    tenant,
                    attempt,
                    n,
                    clock.instant(),
                    now.item,
                    now.step,
                    now.contentType,
                    data);
        }
        return null;
    }

    private @Nullable Numbered nextOutput() {
        pendingLock.lock();
        try {
            OutputArtifact output = outputs.poll();
            return output == null
                    ? null
                    : n -> new JobEvent.OutputStored(JobEvent.SCHEMA, job, tenant, attempt, n, clock.instant(), output);
        } finally {
            pendingLock.unlock();
        }
    }
}
