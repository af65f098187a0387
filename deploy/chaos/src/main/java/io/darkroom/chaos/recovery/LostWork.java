package io.darkroom.chaos.recovery;

import io.darkroom.chaos.history.Evidence;
import io.darkroom.contracts.event.JobEvent;
import io.darkroom.contracts.outcome.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Device time that came to nothing: of each start that did not lead to the outcome, the time from it to the last that was
 * heard of its attempt. An upper bound, since an attempt shares the device with others.
 *
 * @param starts that came to nothing
 */
public record LostWork(int starts, Duration time) {
    public static LostWork of(Evidence evidence) {
        int starts = 0;
        Duration time = Duration.ZERO;
        for (String job : evidence.told()) {
            for (Duration lost : lost(evidence, job)) {
                starts++;
                time = time.plus(lost);
            }
        }
        return new LostWork(starts, time);
    }

    private static List<Duration> lost(Evidence evidence, String job) {
        Outcome outcome = evidence.outcomeOf(job);
        List<Duration> found = new ArrayList<>();
        for (JobEvent.Started start : evidence.startsOf(job)) {
            boolean counts = outcome != null
                    && outcome.attempt() == start.attempt()
                    && outcome.by().equals(start.worker());
            if (!counts) {
                Instant last = evidence.eventsOf(job).stream()
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
