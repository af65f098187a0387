package io.darkroom.worker.platform;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** How this worker takes and runs jobs. */
@ConfigMapping(prefix = "darkroom.worker")
public interface WorkerConfig {
    /** Unique name; default: host name and a random part. */
    Optional<String> id();

    /** Slots: a number, or lanes as in {@code image.interactive=2,image.bulk=1,video=1}. */
    @WithDefault("4")
    String slots();

    /** Cells of each lane. */
    @WithDefault("1")
    int cells();

    /** Attempts that may be charged to a job. */
    @WithDefault("3")
    int attempts();

    /** Deliveries after which a job that never gets anywhere is set aside. */
    @WithDefault("100")
    int deliveries();

    /** The first wait before a failed job is handed out again; doubled each time. */
    @WithDefault("PT0.5S")
    Duration retryFirst();

    /** The longest such wait. */
    @WithDefault("PT5S")
    Duration retryLongest();

    /** How long a job waits for a worker that serves its model. */
    @WithDefault("PT2M")
    Duration modelPatience();

    /** How long a run keeps trying to store what it made. */
    @WithDefault("PT20S")
    Duration storePatience();

    /** Between two looks for cancels; below the time of a denoising step. */
    @WithDefault("PT0.02S")
    Duration cancelPoll();

    /** How long one call for a record waits. */
    @WithDefault("PT0.25S")
    Duration poll();

    /** How long runs may take to stop when the worker shuts down. */
    @WithDefault("PT2.5S")
    Duration grace();

    /** Expected time of a job from which on it leaves a checkpoint when the worker shuts down. */
    @WithDefault("PT3S")
    Duration checkpointAbove();

    /** How often a running job leaves a checkpoint, for the case that its worker dies. */
    @WithDefault("PT30S")
    Duration checkpointEvery();

    /** How long one attempt at a job may take, unless its kind is named below. */
    @WithDefault("PT1H")
    Duration timeLimit();

    /** The same by kind, e.g. {@code darkroom.worker.time-limits."video.generate"=PT6H}. */
    Map<String, Duration> timeLimits();

    /** How long after its time limit an attempt that cannot be stopped is given up, and the worker with it. */
    @WithDefault("PT1M")
    Duration stuckAfter();

    /** Bound of one call to Kafka. */
    @WithDefault("PT5S")
    Duration kafkaTimeout();

    /** How long the start waits for Kafka. */
    @WithDefault("PT60S")
    Duration startPatience();
}
