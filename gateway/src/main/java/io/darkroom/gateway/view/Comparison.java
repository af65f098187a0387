package io.darkroom.gateway.view;

import io.darkroom.contracts.job.JobRequest;
import io.darkroom.contracts.job.JobState;
import io.darkroom.contracts.job.Verification;
import io.darkroom.contracts.outcome.Outcome;
import io.darkroom.contracts.outcome.OutputArtifact;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Compares the results of a job that was run again with those of the first run. */
final class Comparison {
    private Comparison() {}

    /**
     * The comparison; without items until the new job has succeeded.
     *
     * @return null for a job that does not verify another one
     */
    static JobDocument.@Nullable Verification of(@Nullable JobRequest request, @Nullable Outcome outcome) {
        Verification verifies = request == null ? null : request.verifies();
        if (verifies == null) {
            return null;
        }
        String job = verifies.jobId().value();
        if (outcome == null || outcome.state() != JobState.SUCCEEDED) {
            return new JobDocument.Verification(job, null, List.of());
        }
        List<JobDocument.Verification.Item> items = compare(verifies.outputs(), outcome.outputs());
        boolean all = items.stream().allMatch(JobDocument.Verification.Item::matches);
        return new JobDocument.Verification(job, all, items);
    }

    private static List<JobDocument.Verification.Item> compare(
            List<Verification.Expected> expected, List<OutputArtifact> actual) {
        Map<OutputKey, String> made = new LinkedHashMap<>();
        actual.forEach(
                output -> made.put(new OutputKey(output.item(), output.role(), output.frame()), output.sha256()));
        List<JobDocument.Verification.Item> items = new ArrayList<>();
        for (Verification.Expected one : expected) {
            OutputKey key = new OutputKey(one.item(), one.role(), one.frame());
            items.add(item(key, one.sha256(), made.remove(key)));
        }
        made.forEach((key, sha256) -> items.add(item(key, null, sha256)));
        return items;
    }

    private static JobDocument.Verification.Item item(
            OutputKey key, @Nullable String expected, @Nullable String actual) {
        return new JobDocument.Verification.Item(
                key.item(), key.role(), key.frame(), expected, actual, Objects.equals(expected, actual));
    }

    private record OutputKey(
            int item, String role, @Nullable Integer frame) {}
}
