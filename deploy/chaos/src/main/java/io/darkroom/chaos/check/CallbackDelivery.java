package io.darkroom.chaos.check;

import static io.darkroom.chaos.check.Invariant.I6;

import io.darkroom.chaos.history.HistoryIndex;
import io.darkroom.chaos.history.Intent;
import io.darkroom.chaos.history.Receipt;
import io.darkroom.contracts.event.JobEvent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A job with a webhook gets a delivery of its end; all tries have one id, the same bytes, and a valid signature. */
final class CallbackDelivery implements Check {
    @Override
    public List<Violation> of(HistoryIndex index) {
        List<Violation> found = new ArrayList<>();
        Set<String> listed = new HashSet<>(index.history().finalState().undelivered());
        index.outcomes().forEach((job, outcome) -> {
            Intent intent = index.intentOf(job).orElse(null);
            if (intent == null || intent.webhook() == null) {
                return;
            }
            List<Receipt> receipts = index.receiptsFor(intent).stream()
                    .filter(receipt -> job.equals(receipt.jobId()))
                    .toList();
            List<Receipt> ends = receipts.stream()
                    .filter(receipt -> receipt.type().equals("job.completed"))
                    .toList();
            boolean known = ends.stream().anyMatch(Receipt::acknowledged)
                    || ends.stream().anyMatch(receipt -> listed.contains(receipt.id()))
                    || listed.contains(job);
            if (!known) {
                found.add(new Violation(
                        I6,
                        job,
                        "ended " + outcome.state().wireName() + "; " + ends.size()
                                + " delivery tries, none acknowledged, and it is not listed as undelivered"));
            }
            found.addAll(alike(job, receipts));
            found.addAll(starts(job, receipts, index.startsOf(job)));
        });
        return found;
    }

    /** A job may start more than once, and ends once. */
    private static List<Violation> starts(String job, List<Receipt> receipts, List<JobEvent.Started> starts) {
        long ids = receipts.stream()
                .filter(receipt -> receipt.type().equals("job.started"))
                .map(Receipt::id)
                .distinct()
                .count();
        long first = starts.stream().filter(start -> start.attempt() == 1).count();
        return ids <= first
                ? List.of()
                : List.of(new Violation(I6, job, ids + " ids of job.started, but it was started " + first + " times"));
    }

    private static List<Violation> alike(String job, List<Receipt> receipts) {
        List<Violation> found = new ArrayList<>();
        if (receipts.stream()
                        .filter(receipt -> receipt.type().equals("job.completed"))
                        .map(Receipt::id)
                        .distinct()
                        .count()
                > 1) {
            found.add(new Violation(I6, job, "the tries of job.completed have different ids"));
        }
        Map<String, List<Receipt>> byId = receipts.stream().collect(Collectors.groupingBy(Receipt::id));
        byId.values().forEach(tries -> {
            String type = tries.getFirst().type();
            if (tries.stream().map(Receipt::sha256).distinct().count() > 1) {
                found.add(new Violation(I6, job, "the tries of " + type + " have different bytes"));
            }
            if (!tries.stream().allMatch(Receipt::signed)) {
                found.add(new Violation(I6, job, "a try of " + type + " has an invalid signature"));
            }
        });
        return found;
    }
}
