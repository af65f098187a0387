package io.darkroom.worker.report;

import io.darkroom.contracts.event.JobEvent;
import io.darkroom.contracts.event.JobEvent.Previewed;
import io.darkroom.contracts.job.JobContext;
import io.darkroom.contracts.job.JobId;
import io.darkroom.contracts.job.JobRequest;
import io.darkroom.contracts.outcome.OutputArtifact;
import io.darkroom.platform.kafka.EventLog;
import io.darkroom.platform.kafka.LogUnavailableException;
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
 * The events of one attempt. {@link #progress}, {@link #preview} and {@link #output} return at once; the others wait for
 * the log.
 *
 * <p>Two locks: {@code waiting} guards what is still to be said and is held for moments only, {@code speaking} is held
 * while an event gets its number and enters the log, so that numbers and log agree on the order.
 */
public final class JobReporter {
    private final EventLog log;
    private final Executor speaker;
    private final InstantSource clock;
    private final JobId job;
    private final String tenant;
    private final JobContext context;
    private final int attempt;

    private final ReentrantLock speaking = new ReentrantLock();
    private int sequence;

    private final ReentrantLock waiting = new ReentrantLock();
    private final Queue<OutputArtifact> outputs = new ArrayDeque<>();
    private final Map<Integer, Preview> previews = new LinkedHashMap<>();
    private @Nullable Progress progress;
    private boolean underWay;
    private boolean quiet;
    private boolean ended;

    private record Progress(int step, int steps, long etaMs) {}

    private record Preview(int item, int step, String contentType, byte[] picture) {}

    /** Makes an event from its number. */
    private interface Numbered {
        JobEvent at(int sequence);
    }

    /**
     * @param speaker runs what may wait for the broker; one thread is enough for all jobs
     */
    public JobReporter(EventLog log, Executor speaker, InstantSource clock, JobRequest request, int attempt) {
        this.log = log;
        this.speaker = speaker;
        this.clock = clock;
        this.job = request.id();
        this.tenant = request.tenant();
        this.context = JobContext.of(request);
        this.attempt = attempt;
    }

    public int attempt() {
        return attempt;
    }

    /**
     * @throws LogUnavailableException if the attempt is not known to be on record; then it must not run
     */
    public void started(String worker) {
        say(n -> new JobEvent.Started(JobEvent.SCHEMA, job, tenant, attempt, n, clock.instant(), worker, context));
    }

    public void progress(int step, int steps, long etaMs) {
        offer(() -> progress = new Progress(step, steps, etaMs));
    }

    /** Shows a picture; one that is too large is dropped. */
    public void preview(int item, int step, String contentType, byte[] picture) {
        if (picture.length <= Previewed.MAX_BYTES) {
            offer(() -> previews.put(item, new Preview(item, step, contentType, picture)));
        }
    }

    public void output(OutputArtifact output) {
        offer(() -> outputs.add(output));
    }

    /** Gives the job back and ends the report. Does nothing if it ended before. */
    public void released(String reason, String message) {
        if (quietOnce(true)) {
            say(n -> new JobEvent.Released(JobEvent.SCHEMA, job, tenant, attempt, n, clock.instant(), reason, message));
        }
    }

    /** Drops what was not said of progress and says what was stored; after that only {@link #released} is heard. */
    public void quiet() {
        quietOnce(false);
        Numbered next;
        while ((next = nextOutput()) != null) {
            sayLater(next);
        }
    }

    /** The end of the attempt is told by others; nothing is heard any more. */
    public void end() {
        quietOnce(true);
    }

    /** Returns whether the report had not ended before. */
    private boolean quietOnce(boolean andEnd) {
        waiting.lock();
        try {
            boolean open = !ended;
            quiet = true;
            ended |= andEnd;
            progress = null;
            previews.clear();
            return open;
        } finally {
            waiting.unlock();
        }
    }

    private void say(Numbered event) {
        speaking.lock();
        try {
            log.append(event.at(++sequence));
        } finally {
            speaking.unlock();
        }
    }

    private void sayLater(Numbered event) {
        speaking.lock();
        try {
            var _ = log.appendSoon(event.at(++sequence));
        } finally {
            speaking.unlock();
        }
    }

    private void offer(Runnable change) {
        waiting.lock();
        try {
            if (quiet) {
                return;
            }
            change.run();
            if (underWay) {
                return;
            }
            underWay = true;
        } finally {
            waiting.unlock();
        }
        speaker.execute(this::sayNext);
    }

    /** Sends what waits, one event at a time; the log's acknowledgement asks for the next. */
    private void sayNext() {
        speaking.lock();
        try {
            Numbered next = take();
            if (next != null) {
                var _ = log.appendSoon(next.at(++sequence)).whenComplete((_, _) -> speaker.execute(this::sayNext));
            }
        } finally {
            speaking.unlock();
        }
    }

    private @Nullable Numbered take() {
        waiting.lock();
        try {
            Numbered next = quiet ? null : nextWaiting();
            underWay = next != null;
            return next;
        } finally {
            waiting.unlock();
        }
    }

    private @Nullable Numbered nextWaiting() {
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
            String data = Base64.getEncoder().encodeToString(now.picture);
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
        waiting.lock();
        try {
            OutputArtifact output = outputs.poll();
            return output == null
                    ? null
                    : n -> new JobEvent.OutputStored(JobEvent.SCHEMA, job, tenant, attempt, n, clock.instant(), output);
        } finally {
            waiting.unlock();
        }
    }
}
