package io.darkroom.gateway.view;

import io.darkroom.contracts.job.JobRequest;
import io.darkroom.contracts.job.JobState;
import io.darkroom.contracts.outcome.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The contribution of a view to the work sums: keys of {@code write-view.lua} and part of its argument. */
final class WorkKeys {
    /** Length of the time slices of the offered load. */
    static final Duration SLICE = Duration.ofSeconds(10);

    static final Duration OFFERED_KEPT = Duration.ofMinutes(15);
    static final int PACES_KEPT = 100;

    private WorkKeys() {}

    static long slice(Instant at) {
        return Math.floorDiv(at.toEpochMilli(), SLICE.toMillis());
    }

    static List<String> keys(JobView view) {
        JobRequest request = view.request();
        if (request == null) { // the script writes none of them before the request is known
            return List.of("darkroom:work", "darkroom:running", "darkroom:offered", "darkroom:pace");
        }
        return List.of(
                ViewKeys.work(request.lane()),
                ViewKeys.running(request.lane()),
                ViewKeys.offered(request.lane(), slice(offeredAt(view, request))),
                ViewKeys.pace(request.model()));
    }

    /** The field {@code work} of the script's argument. */
    static Map<String, String> work(JobView view, Instant now) {
        JobRequest request = view.request();
        if (request == null) {
            return work("", "0", "", "", "");
        }
        // Jobs that wait for a quota do not count as offered load before their lane has them.
        Instant since = view.inLaneSince();
        long offered = since == null
                ? 0
                : Duration.between(now, since.plus(OFFERED_KEPT)).toMillis();
        return work(
                request.model(),
                Long.toString(millis(request)),
                RunningJob.of(view).map(RunningJob::text).orElse(""),
                offered > 0 ? Long.toString(offered) : "",
                pace(request, view.outcome()));
    }

    private static Map<String, String> work(
            String model, String millis, String running, String offeredTtl, String pace) {
        return Map.of(
                "model", model,
                "device_ms", millis,
                "running", running,
                "offered_ttl_ms", offeredTtl,
                "pace", pace,
                "paces_kept", Integer.toString(PACES_KEPT));
    }

    private static Instant offeredAt(JobView view, JobRequest request) {
        Instant since = view.inLaneSince();
        return since == null ? request.createdAt() : since;
    }

    private static String pace(JobRequest request, @Nullable Outcome outcome) {
        return outcome == null
                        || outcome.state() != JobState.SUCCEEDED
                        || outcome.usage().deviceMs() <= 0
                ? ""
                : millis(request) + ":" + outcome.usage().deviceMs();
    }

    private static long millis(JobRequest request) {
        return Math.max(1, Math.round(request.workSeconds() * 1_000));
    }
}
