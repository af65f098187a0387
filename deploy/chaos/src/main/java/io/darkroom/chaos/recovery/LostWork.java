package io.darkroom.chaos.recovery;

import io.darkroom.chaos.history.HistoryIndex;
import io.darkroom.contracts.event.JobEvent;
import io.darkroom.contracts.outcome.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Wasted device time: for each start that did not lead to the outcome, the time from it to the last
 * event of its attempt. An upper bound, since an attempt shares the device with others.
 *
 * @param starts that did not lead to the outcome
 */
public record LostWork(int starts, Duration time) {
    public static LostWork of(HistoryIndex index) {
        int starts = 0;
        Duration time = Duration.ZERO;
        for (String job : index.withEvents()) {
            for (Duration lost : lost(index, job)) {
                starts++;
                time = time.plus(lost);
            }
        }
        return new LostWork(starts, time);
    }

    private static List<Duration> lost(HistoryIndex index, String job) {
        Outcome outcome = index.outcomeOf(job);
        List<Duration> found = new ArrayList<>();
        for (JobEvent.Started start : index.startsOf(job)) {
            boolean counts = outcome != null
                    && outcome.attempt() == start.attempt()
                    && outcome.by().equals(start.worker());
            if (!counts) {
                Instant last = index.eventsOf(job).stream()
                        .filter(event -> event.attempt() == start.attempt() && !(event instanceof JobEvent.Finished))
                        .map(JobEvent::at)
                        .filter(at -> !at.isBefore(start.at()))
                        .max(Instant::compareTo)
                        .orElse(start.at());
                found.add(Duration.between(start.at(), last));
            }
        }
        return found;
    }
}
