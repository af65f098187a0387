package io.darkroom.chaos.check;

import static io.darkroom.chaos.check.Invariant.I6;

import io.darkroom.chaos.history.Evidence;
import io.darkroom.chaos.history.Intent;
import io.darkroom.chaos.history.Receipt;
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
        });
        return found;
    }

    private static List<Violation> alike(String job, List<Receipt> receipts) {
        List<Violation> found = new ArrayList<>();
        Map<String, List<Receipt>> byType = receipts.stream().collect(Collectors.groupingBy(Receipt::type));
        byType.forEach((type, tries) -> {
            if (tries.stream().map(Receipt::id).distinct().count() > 1) {
                found.add(new Violation(I6, job, "the tries of " + type + " have different ids"));
            }
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
