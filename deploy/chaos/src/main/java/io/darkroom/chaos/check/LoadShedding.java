package io.darkroom.chaos.check;

import static io.darkroom.chaos.check.Invariant.I12;

import io.darkroom.chaos.history.Call;
import io.darkroom.chaos.history.HistoryIndex;
import java.util.ArrayList;
import java.util.List;

/** Each refusal carries Retry-After; no call hits a defect; no process grows beyond its bound. */
final class LoadShedding implements Check {
    @Override
    public List<Violation> of(HistoryIndex index) {
        List<Violation> found = new ArrayList<>();
        for (Call call : index.history().calls()) {
            if (call.status() == 500) {
                found.add(new Violation(I12, call.jobId(), sentence(call) + " hit a defect: " + call.code()));
            } else if ((call.status() == 503 || call.status() == 429) && !call.retryAfter()) {
                found.add(new Violation(
                        I12, call.jobId(), sentence(call) + " returned " + call.status() + " without Retry-After"));
            }
        }
        long most = index.history().rules().memoryKib();
        index.history().finalState().memoryKib().forEach((process, kib) -> {
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
