package io.darkroom.contracts.job;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The states of a job and all legal transitions.
 *
 * <p>{@code queued → loading → running → succeeded | failed | canceled | expired}, optionally with {@code canceling}
 * before the end. A job that a worker released returns to {@code queued}. Terminal states have no transitions.
 */
public enum JobState {
    QUEUED,
    LOADING,
    RUNNING,
    CANCELING,
    SUCCEEDED,
    FAILED,
    CANCELED,
    EXPIRED;

    private static final Set<JobState> TERMINAL = EnumSet.of(SUCCEEDED, FAILED, CANCELED, EXPIRED);

    /*
     * Every state can change to any terminal state: an outcome in the store takes precedence over all earlier events.
     * A canceling job stays canceling until it ends, even if its worker dies and another one acquires it.
     */
    private static final Map<JobState, Set<JobState>> MOVES = Map.of(
            QUEUED, with(TERMINAL, LOADING, RUNNING, CANCELING),
            LOADING, with(TERMINAL, QUEUED, RUNNING, CANCELING),
            RUNNING, with(TERMINAL, QUEUED, LOADING, CANCELING),
            CANCELING, with(TERMINAL),
            SUCCEEDED, Set.of(),
            FAILED, Set.of(),
            CANCELED, Set.of(),
            EXPIRED, Set.of());

    private static Set<JobState> with(Set<JobState> terminal, JobState... more) {
        EnumSet<JobState> moves = EnumSet.copyOf(terminal);
        moves.addAll(Set.of(more));
        return moves;
    }

    public boolean isTerminal() {
        return TERMINAL.contains(this);
    }

    public Set<JobState> moves() {
        return Set.copyOf(Objects.requireNonNull(MOVES.get(this)));
    }

    public boolean canBecome(JobState next) {
        return Objects.requireNonNull(MOVES.get(this)).contains(next);
    }

    /**
     * The next state, or this one if nothing changes.
     *
     * @throws IllegalStateException if the transition is not legal
     */
    public JobState to(JobState next) {
        if (next == this) {
            return this;
        }
        if (!canBecome(next)) {
            throw new IllegalStateException("a job cannot go from " + wireName() + " to " + next.wireName());
        }
        return next;
    }

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    public static JobState decode(String wireName) {
        return valueOf(wireName.toUpperCase(Locale.ROOT));
    }
}
