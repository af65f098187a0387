package io.darkroom.chaos.check;

import static io.darkroom.chaos.check.Invariant.I12;

import io.darkroom.chaos.history.Call;
import io.darkroom.chaos.history.Evidence;
import java.util.ArrayList;
import java.util.List;

/** A call that is turned away is told when to come back; no call meets a defect; no process grows beyond its bound. */
final class Shedding implements Check {
    @Override
    public List<Violation> of(Evidence evidence) {
        List<Violation> found = new ArrayList<>();
        for (Call call : evidence.history().calls()) {
            if (call.status() == 500) {
                found.add(new Violation(I12, call.jobId(), sentence(call) + " met a defect: " + call.code()));
            } else if ((call.status() == 503 || call.status() == 429) && !call.retryAfter()) {
                found.add(new Violation(
                        I12, call.jobId(), sentence(call) + " was told " + call.status() + " without Retry-After"));
            }
        }
        long most = evidence.history().rules().memoryKib();
        evidence.history().aftermath().memoryKib().forEach((process, kib) -> {
            if (kib > most) {
                found.add(new Violation(I12, null, process + " grew to " + kib + " KiB, above " + most));
            }
        });
        return found;
    }

    private static String sentence(Call call) {
        return call.verb() + " of " + call.intent() + " at " + call.at() + " to " + call.gateway();
    }
}
