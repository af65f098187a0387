package io.darkroom.chaos.history;

import io.darkroom.contracts.event.JobEvent;
import io.darkroom.contracts.outcome.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A history by job and by intent. */
public final class HistoryIndex {
    private final History history;
    private final Map<String, Intent> intents = new LinkedHashMap<>();
    private final Map<String, List<Call>> callsOfIntent = new HashMap<>();
    private final Map<String, List<Call>> callsOfJob = new HashMap<>();
    private final Map<String, List<LoggedJob>> records = new LinkedHashMap<>();
    private final Map<String, String> intentOfJob = new HashMap<>();
    private final Map<String, List<JobEvent>> events = new HashMap<>();
    private final Map<String, List<Receipt>> receiptsOfIntent = new HashMap<>();
    private final Map<String, Stored> objects = new LinkedHashMap<>();
    private final Map<String, Outcome> outcomes = new LinkedHashMap<>();
    private final Set<String> accepted = new LinkedHashSet<>();

    public HistoryIndex(History history) {
        this.history = history;
        history.intents().forEach(intent -> intents.put(intent.id(), intent));
        history.calls().forEach(this::index);
        history.jobs().forEach(job -> {
            records.computeIfAbsent(job.jobId(), id -> new ArrayList<>()).add(job);
            if (job.intent() != null) {
                intentOfJob.put(job.jobId(), job.intent());
            }
        });
        for (LogEntry entry : history.log()) {
            String job = entry.event().jobId().value();
            events.computeIfAbsent(job, id -> new ArrayList<>()).add(entry.event());
        }
        history.receipts()
                .forEach(receipt -> receiptsOfIntent
                        .computeIfAbsent(receipt.intent(), id -> new ArrayList<>())
                        .add(receipt));
        history.store().forEach(object -> {
            objects.put(object.key(), object);
            Outcome outcome = object.outcome();
            if (outcome != null) {
                outcomes.put(outcome.jobId().value(), outcome);
            }
        });
    }

    private void index(Call call) {
        callsOfIntent.computeIfAbsent(call.intent(), id -> new ArrayList<>()).add(call);
        String job = call.jobId();
        if (job == null) {
            return;
        }
        callsOfJob.computeIfAbsent(job, id -> new ArrayList<>()).add(call);
        if (call.verb() == Call.Verb.SUBMIT && call.end() == Call.End.OK) {
            accepted.add(job);
            intentOfJob.put(job, call.intent());
        }
    }

    public History history() {
        return history;
    }

    /** Jobs that some call was told are accepted. */
    public Set<String> accepted() {
        return Collections.unmodifiableSet(accepted);
    }

    /** Jobs that the log holds. */
    public Set<String> logged() {
        return records.keySet();
    }

    public Collection<Intent> intents() {
        return intents.values();
    }

    /** The intent of a job; empty if it has none in this run. */
    public Optional<Intent> intentOf(String jobId) {
        return Optional.ofNullable(intentOfJob.get(jobId)).map(intents::get);
    }

    public List<Call> callsFor(Intent intent) {
        return callsOfIntent.getOrDefault(intent.id(), List.of());
    }

    public List<Call> callsOf(String jobId) {
        return callsOfJob.getOrDefault(jobId, List.of());
    }

    public List<LoggedJob> recordsOf(String jobId) {
        return records.getOrDefault(jobId, List.of());
    }

    /** In the order of the log. */
    public List<JobEvent> eventsOf(String jobId) {
        return events.getOrDefault(jobId, List.of());
    }

    /** Jobs with events. */
    public Set<String> withEvents() {
        return events.keySet();
    }

    public List<Receipt> receiptsFor(Intent intent) {
        return receiptsOfIntent.getOrDefault(intent.id(), List.of());
    }

    public @Nullable Outcome outcomeOf(String jobId) {
        return outcomes.get(jobId);
    }

    public Map<String, Outcome> outcomes() {
        return Collections.unmodifiableMap(outcomes);
    }

    public @Nullable Stored object(String key) {
        return objects.get(key);
    }

    /** Starts of the job, a record that lies in the log twice counted once. */
    public List<JobEvent.Started> startsOf(String jobId) {
        return eventsOf(jobId).stream()
                .filter(JobEvent.Started.class::isInstance)
                .map(JobEvent.Started.class::cast)
                .distinct()
                .toList();
    }

    /** Starts that no worker released for a reason outside the job. */
    public int charged(String jobId) {
        long givenBack = eventsOf(jobId).stream()
                .filter(event -> event instanceof JobEvent.Released released && !released.countsAsAttempt())
                .distinct()
                .count();
        return Math.max(0, startsOf(jobId).size() - (int) givenBack);
    }

    /** Jobs that this worker had started and that were neither ended nor released at that moment. */
    public List<String> inHand(String worker, Instant at) {
        return events.entrySet().stream()
                .filter(entry -> holds(entry.getValue(), worker, at))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static boolean holds(List<JobEvent> of, String worker, Instant at) {
        int held = 0;
        for (JobEvent event : of) {
            if (event.at().isAfter(at)) {
                continue;
            }
            switch (event) {
                case JobEvent.Started started -> held = started.worker().equals(worker) ? started.attempt() : 0;
                // A worker that lost its lock releases its attempt after the next has begun.
                case JobEvent.Released released -> held = released.attempt() == held ? 0 : held;
                case JobEvent.Finished _ -> held = 0;
                case JobEvent.Progressed _,
                        JobEvent.Previewed _,
                        JobEvent.OutputStored _,
                        JobEvent.CancelRequested _ -> {}
            }
        }
        return held > 0;
    }
}
