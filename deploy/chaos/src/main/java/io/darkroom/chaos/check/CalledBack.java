package io.darkroom.chaos.check;

import static io.darkroom.chaos.check.Invariant.I6;

import io.darkroom.chaos.history.Evidence;
import io.darkroom.chaos.history.Intent;
import io.darkroom.chaos.history.Receipt;
import io.darkroom.contracts.event.JobEvent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A job that wants it is called back about its end; all tries have one id, the same bytes, and a signature that is right. */
final class CalledBack implements Check {
    @Override
    public List<Violation> of(Evidence evidence) {
        List<Violation> found = new ArrayList<>();
        Set<String> listed = new HashSet<>(evidence.history().aftermath().undelivered());
        evidence.outcomes().forEach((job, outcome) -> {
            Intent intent = evidence.intentOf(job).orElse(null);
            if (intent == null || intent.webhook() == null) {
                return;
            }
            List<Receipt> receipts = evidence.receiptsFor(intent).stream()
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
                                + " tries to call back, none acknowledged, and it is not listed as undelivered"));
            }
            found.addAll(alike(job, receipts));
            found.addAll(starts(job, receipts, evidence.startsOf(job)));
        });
        return found;
    }

    /** A job may be begun more than once, and ends once. */
    private static List<Violation> starts(String job, List<Receipt> receipts, List<JobEvent.Started> starts) {
        long ids = receipts.stream()
                .filter(receipt -> receipt.type().equals("job.started"))
                .map(Receipt::id)
                .distinct()
                .count();
        long first = starts.stream().filter(start -> start.attempt() == 1).count();
        return ids <= first
                ? List.of()
                : List.of(new Violation(I6, job, ids + " ids of job.started, but it was begun " + first + " times"));
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
                found.add(new Violation(I6, job, "a try of " + type + " has a wrong signature"));
            }
        });
        return found;
    }
}
