package io.darkroom.platform.telemetry.metric;

import static io.darkroom.platform.telemetry.metric.Catalogue.GATEWAY;
import static io.darkroom.platform.telemetry.metric.Catalogue.KIND;
import static io.darkroom.platform.telemetry.metric.Catalogue.LANE;
import static io.darkroom.platform.telemetry.metric.Catalogue.SECONDS;
import static io.darkroom.platform.telemetry.metric.Catalogue.WORKER;

import io.darkroom.platform.telemetry.metric.Metric.Label;
import java.util.List;

/** Acceptance, runs and ends of jobs. */
public final class JobMetrics {
    public static final Metric ACCEPTED = Metric.counter(
            GATEWAY,
            "darkroom.jobs.accepted",
            "",
            "Jobs that the log has confirmed and that were answered with 202",
            KIND,
            LANE);

    public static final Metric ENDED_EARLY = Metric.counter(
            GATEWAY,
            "darkroom.jobs.ended.early",
            "",
            "Jobs that ended before a worker started them",
            new Label("outcome", "canceled, expired"));

    public static final Metric QUOTA_WAITING = Metric.gauge(
            GATEWAY,
            "darkroom.quota.waiting.jobs",
            "",
            "Jobs that wait for their tenants' quotas, of the tenants that this gateway owns");

    public static final Metric QUOTA_WAITING_WORK = Metric.gauge(
            GATEWAY, "darkroom.quota.waiting", "seconds", "Predicted device seconds of jobs that wait for quotas");

    public static final Metric QUOTA_IN_FLIGHT_WORK = Metric.gauge(
            GATEWAY,
            "darkroom.quota.in.flight",
            "seconds",
            "Predicted device seconds that count against quotas: released and not ended");

    public static final Metric QUOTA_RELEASED = Metric.counter(
            GATEWAY, "darkroom.quota.released", "", "Jobs of tenants with a quota that were released to their lanes");

    public static final Metric WAIT = Metric.timer(
                    WORKER, "darkroom.job.wait", "Time in the lane before the first attempt", LANE)
            .within(SECONDS);

    public static final Metric RUN = Metric.timer(
                    WORKER,
                    "darkroom.job.run",
                    "Last attempt, from its start to the terminal event",
                    KIND,
                    new Label("outcome", "succeeded, failed, canceled"))
            .within(SECONDS);

    public static final Metric FAILURES = Metric.counter(
            WORKER,
            "darkroom.job.failures",
            "",
            "Jobs that ended as failed",
            new Label("code", "codes of docs/reference/errors.md, e.g. out_of_memory"));

    public static final Metric RELEASED = Metric.counter(
            WORKER,
            "darkroom.job.releases",
            "",
            "Attempts that were released, to be repeated",
            new Label("reason", "lock_lost, shutdown, transient, unavailable"));

    public static final Metric DEAD_LETTERS = Metric.counter(
            WORKER,
            "darkroom.dead.letters",
            "",
            "Jobs and records that became dead letters",
            new Label("code", "as of darkroom.job.failures"));

    public static final Metric SLOTS = Metric.gauge(WORKER, "darkroom.worker.slots", "", "Slots for jobs", LANE);

    public static final Metric SLOTS_BUSY =
            Metric.gauge(WORKER, "darkroom.worker.slots.busy", "", "Slots that hold a job, of all lanes");

    public static final Metric HELD = Metric.timer(
            WORKER,
            "darkroom.worker.jobs",
            "From acquiring a record to acknowledging it",
            LANE,
            new Label("verdict", "succeeded, failed, canceled, expired, retry, rejected, interrupted, lock_lost"));

    public static final Metric RENEWALS = Metric.counter(
            WORKER,
            "darkroom.worker.lock.renewals",
            "",
            "Renewals of acquisition locks",
            new Label("result", "held, lost, unknown"));

    public static final Metric SETTLEMENTS = Metric.counter(
            WORKER,
            "darkroom.worker.settlements",
            "",
            "Share acknowledgements",
            new Label("settlement", "accept, reject, release, requeue, none"),
            new Label("result", "held, lost, unknown"));

    public static final Metric STORE_USABLE = Metric.gauge(
            WORKER,
            "darkroom.worker.store.usable",
            "",
            "1 while the store accepts results, 0 while the worker acquires no jobs because it does not");

    static final List<Metric> ALL = List.of(
            ACCEPTED,
            ENDED_EARLY,
            QUOTA_WAITING,
            QUOTA_WAITING_WORK,
            QUOTA_IN_FLIGHT_WORK,
            QUOTA_RELEASED,
            WAIT,
            RUN,
            FAILURES,
            RELEASED,
            DEAD_LETTERS,
            SLOTS,
            SLOTS_BUSY,
            HELD,
            RENEWALS,
            SETTLEMENTS,
            STORE_USABLE);

    private JobMetrics() {}
}
