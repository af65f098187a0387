package io.darkroom.gateway.project;

import io.darkroom.contracts.event.JobEvent;
import io.darkroom.contracts.job.JobId;
import io.darkroom.contracts.job.JobRequest;
import io.darkroom.contracts.wire.Json;
import io.darkroom.gateway.view.JobFold;
import io.darkroom.gateway.view.JobView;
import io.darkroom.gateway.view.NumberedEvent;
import io.darkroom.gateway.view.RedisJobViews.Write;
import io.darkroom.gateway.view.ViewFields.Versioned;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The records of a batch, grouped by job in log order. Folding them into a view is pure, so it can be repeated. */
final class ProjectionBatch {
    private final Map<JobId, List<Entry>> byJob = new LinkedHashMap<>();

    /**
     * @param inLaneSince null if the record is from {@code darkroom.held}, where the job waits for its tenant's quota
     */
    void request(JobRequest request, @Nullable String fingerprint, @Nullable Instant inLaneSince) {
        add(request.id(), new Entry.Request(request, fingerprint, inLaneSince));
    }

    void event(JobEvent event) {
        add(event.jobId(), new Entry.Event(event));
    }

    private void add(JobId id, Entry entry) {
        byJob.computeIfAbsent(id, unused -> new ArrayList<>()).add(entry);
    }

    Set<JobId> jobs() {
        return byJob.keySet();
    }

    /** The write for this job; empty if the batch does not change its view. */
    Optional<Write> fold(JobId id, @Nullable Versioned stored) {
        JobView before = stored == null ? null : stored.view();
        JobView view = before;
        List<NumberedEvent> kept = new ArrayList<>();
        for (Entry entry : byJob.getOrDefault(id, List.of())) {
            switch (entry) {
                case Entry.Request(JobRequest request, String fingerprint, Instant inLaneSince) ->
                    view = JobFold.request(view, request, fingerprint, inLaneSince);
                case Entry.Event(JobEvent event) -> {
                    Optional<JobView> next = JobFold.event(view, event);
                    if (next.isPresent()) {
                        view = next.get();
                        kept.add(new NumberedEvent(view.number(), json(event), NumberedEvent.feed(event)));
                    }
                }
            }
        }
        if (view == null || view.equals(before)) {
            return Optional.empty();
        }
        return Optional.of(new Write(view, stored == null ? 0 : stored.revision(), kept));
    }

    private static String json(JobEvent event) {
        return new String(Json.encode(event), StandardCharsets.UTF_8);
    }

    private sealed interface Entry {
        record Request(
                JobRequest request,
                @Nullable String fingerprint,
                @Nullable Instant inLaneSince) implements Entry {}

        record Event(JobEvent event) implements Entry {}
    }
}
