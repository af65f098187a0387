package io.darkroom.chaos.check;

import static io.darkroom.chaos.check.Invariant.I10;

import io.darkroom.chaos.history.HistoryIndex;
import io.darkroom.chaos.history.Stored;
import io.darkroom.contracts.outcome.OutputArtifact;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A job that ended has no checkpoint any more, and no process left files of its own. Artifacts of lost attempts are garbage
 * until a sweep; after one, each object under a job is its outcome or named by it.
 */
public final class NoOrphans implements Check {
    private static final Pattern OF_JOB = Pattern.compile("jobs/[^/]+/(job_[0-9a-z]+)/(.+)");

    @Override
    public List<Violation> of(HistoryIndex index) {
        List<Violation> found = new ArrayList<>();
        for (Stored object : index.history().store()) {
            Matcher key = OF_JOB.matcher(object.key());
            if (key.matches() && key.group(2).equals("checkpoint") && index.outcomeOf(key.group(1)) != null) {
                found.add(new Violation(I10, key.group(1), "ended and still has a checkpoint"));
            }
        }
        index.history()
                .finalState()
                .temporaryFiles()
                .forEach(file -> found.add(new Violation(I10, null, "the file " + file + " was left behind")));
        if (index.history().finalState().swept()) {
            orphans(index.history().store())
                    .forEach(key -> found.add(new Violation(I10, null, key + " has no owner and was not swept")));
        }
        return found;
    }

    /** Artifacts that no outcome names. */
    public static List<String> orphans(List<Stored> store) {
        Set<String> named = store.stream()
                .map(Stored::outcome)
                .filter(Objects::nonNull)
                .flatMap(outcome -> outcome.outputs().stream())
                .map(OutputArtifact::key)
                .collect(Collectors.toSet());
        return store.stream()
                .map(Stored::key)
                .filter(key -> key.contains("/attempts/") && !named.contains(key))
                .toList();
    }
}
