package io.darkroom.chaos.check;

import io.darkroom.contracts.event.JobEvent;
import java.util.ArrayList;
import java.util.List;

/**
 * The expected content of a stream, by number, derived from the log alone: 0 is {@code job.queued}, then the events that move (attempt,
 * sequence) on, up to the end. Independent of the gateway's fold, so that the two check each other.
 */
final class ExpectedStream {
    private ExpectedStream() {}

    /** The names, by number. */
    static List<String> of(List<JobEvent> log) {
        List<String> names = new ArrayList<>(List.of("job.queued"));
        int attempt = 0;
        int sequence = 0;
        boolean canceling = false;
        for (JobEvent event : log) {
            if (event instanceof JobEvent.Finished finished) {
                names.add("job." + finished.outcome().state().wireName());
                return names;
            }
            if (event instanceof JobEvent.CancelRequested) {
                if (!canceling) {
                    names.add("job.canceling");
                }
                canceling = true;
            } else if (event.attempt() > attempt || (event.attempt() == attempt && event.sequence() > sequence)) {
                attempt = event.attempt();
                sequence = event.sequence();
                names.add(name(event));
            }
        }
        return names;
    }

    private static String name(JobEvent event) {
        return switch (event) {
            case JobEvent.Started _ -> "job.started";
            case JobEvent.Progressed _ -> "job.progress";
            case JobEvent.Previewed _ -> "job.preview";
            case JobEvent.OutputStored _ -> "job.output";
            case JobEvent.Released _ -> "job.released";
            case JobEvent.CancelRequested _ -> "job.canceling";
            case JobEvent.Finished finished ->
                "job." + finished.outcome().state().wireName();
        };
    }
}
