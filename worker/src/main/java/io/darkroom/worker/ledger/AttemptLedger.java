package io.darkroom.worker.ledger;

import io.darkroom.contracts.event.JobEvent;
import java.util.List;

/** Counts attempts from events. */
public final class AttemptLedger {
    private AttemptLedger() {}

    /** Counts the attempts of one job. */
    public static Attempts count(AttemptHistory.Past past) {
        return count(past.events()).traced(past.trace());
    }

    /** Events of one job, in the order of the log. Two workers may have started the same number; both count. */
    public static Attempts count(List<JobEvent> events) {
        int last = 0;
        int started = 0;
        int uncharged = 0;
        String cause = null;
        Attempts.Start latest = null;
        for (JobEvent event : events) {
            switch (event) {
                case JobEvent.Started it -> {
                    last = Math.max(last, it.attempt());
                    started++;
                    latest = new Attempts.Start(it.worker(), it.at());
                }
                case JobEvent.Released it when it.countsAsAttempt() -> cause = it.message();
                case JobEvent.Released _ -> uncharged++;
                case JobEvent.Progressed _,
                        JobEvent.Previewed _,
                        JobEvent.OutputStored _,
                        JobEvent.CancelRequested _,
                        JobEvent.Finished _ -> {}
            }
        }
        return new Attempts(last, Math.max(0, started - uncharged), cause, latest, null);
    }
}
