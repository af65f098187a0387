package io.darkroom.chaos.check;

import static io.darkroom.chaos.check.Invariant.I4;

import io.darkroom.chaos.history.Evidence;
import io.darkroom.chaos.history.StreamRead;
import io.darkroom.chaos.history.StreamRead.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What a reader got over all its connections is what the log says, without gap, repetition or anything after the end. */
final class InOrder implements Check {
    private static final Set<String> ENDS = Set.of("job.succeeded", "job.failed", "job.canceled", "job.expired");

    @Override
    public List<Violation> of(Evidence evidence) {
        List<Violation> found = new ArrayList<>();
        for (StreamRead read : evidence.history().streams()) {
            String wrong = wrong(read, ExpectedStream.of(evidence.eventsOf(read.jobId())));
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
                // The end alone may come without a number: the outcome is there and its event is not read yet.
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
                String told = number < expected.size() ? expected.get(number.intValue()) : "nothing";
                return "number " + number + " is " + line.name() + ", but the log says " + told;
            }
            last = number;
        }
        return ended ? "" : "the stream never came to its end; the last number was " + last;
    }
}
