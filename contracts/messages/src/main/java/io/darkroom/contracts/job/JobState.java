package io.darkroom.contracts.job;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The states of a job and every legal move between them.
 *
 * <p>{@code queued → loading → running → succeeded | failed | canceled | expired}, with {@code canceling} between. A job
 * that a worker gave back returns to {@code queued}. Terminal states absorb: nothing moves out of them.
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
     * Every state may end in any terminal one: an outcome found in the store wins over whatever the events said so far.
     * A canceling job stays so until it ends, also when its worker dies and another one takes it over.
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
     * The next state, or this one where nothing changes.
     *
     * @throws IllegalStateException if the table has no such move
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
