package io.darkroom.chaos.check;

import static io.darkroom.chaos.check.Invariant.I4;

import io.darkroom.chaos.history.HistoryIndex;
import io.darkroom.chaos.history.StreamRead;
import io.darkroom.chaos.history.StreamRead.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What a reader received over all its connections matches the log, without gap, repetition or anything after the end. */
final class StreamOrder implements Check {
    private static final Set<String> ENDS = Set.of("job.succeeded", "job.failed", "job.canceled", "job.expired");

    @Override
    public List<Violation> of(HistoryIndex index) {
        List<Violation> found = new ArrayList<>();
        for (StreamRead read : index.history().streams()) {
            String wrong = wrong(read, ExpectedStream.of(index.eventsOf(read.jobId())));
            if (!wrong.isEmpty()) {
                found.add(new Violation(I4, read.jobId(), wrong));
            }
        }
        return found;
    }

    /** The first thing that is wrong; empty: nothing. */
    private static String wrong(StreamRead read, List<String> expected) {
        long last = -1;
        boolean ended = false;
        for (Line line : read.lines()) {
            Long number = line.number();
            if (ended) {
                return line.name() + " came after the end";
            }
            ended = ENDS.contains(line.name());
            if (number == null) {
                // Only the end may come without a number: the outcome exists and its event is not read yet.
                if (!ended) {
                    return line.name() + " came without a number";
                }
                continue;
            }
            if (number <= last) {
                return "number " + number + " (" + line.name() + ") came after " + last;
            }
            if (number > last + 1 && !ended) {
                return "number " + number + " (" + line.name() + ") came after " + last + ": a gap";
            }
            if (number >= expected.size() || !expected.get(number.intValue()).equals(line.name())) {
                String logged = number < expected.size() ? expected.get(number.intValue()) : "nothing";
                return "number " + number + " is " + line.name() + ", but the log has " + logged;
            }
            last = number;
        }
        return ended ? "" : "the stream never ended; the last number was " + last;
    }
}
