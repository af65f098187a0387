package io.darkroom.contracts.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class JobStateTest {
    private static final Path DRAWING = Path.of("../../docs/reference/job-states.md");

    /** Written independently: the table in the code must agree with it. */
    private static final Map<JobState, Set<JobState>> BESIDES_THE_END = Map.of(
            JobState.QUEUED, Set.of(JobState.LOADING, JobState.RUNNING, JobState.CANCELING),
            JobState.LOADING, Set.of(JobState.QUEUED, JobState.RUNNING, JobState.CANCELING),
            JobState.RUNNING, Set.of(JobState.QUEUED, JobState.LOADING, JobState.CANCELING),
            JobState.CANCELING, Set.of());

    private static final Set<JobState> ENDS =
            Set.of(JobState.SUCCEEDED, JobState.FAILED, JobState.CANCELED, JobState.EXPIRED);

    @Test
    void everyPairOfStatesIsALegalMoveOrThrows() {
        for (JobState from : JobState.values()) {
            for (JobState to : JobState.values()) {
                boolean legal = !ENDS.contains(from)
                        && (ENDS.contains(to) || BESIDES_THE_END.get(from).contains(to));
                assertThat(from.canBecome(to)).as("%s to %s", from, to).isEqualTo(legal);
                if (legal || from == to) {
                    assertThat(from.to(to)).isEqualTo(to);
                } else {
                    assertThatThrownBy(() -> from.to(to))
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessageContainingAll(from.wireName(), to.wireName());
                }
            }
        }
    }

    @Test
    void terminalStatesAreThoseWithoutAWayOut() {
        for (JobState state : JobState.values()) {
            assertThat(state.isTerminal()).as(state.wireName()).isEqualTo(ENDS.contains(state));
            assertThat(state.moves().isEmpty()).as(state.wireName()).isEqualTo(ENDS.contains(state));
            assertThat(JobState.decode(state.wireName())).isEqualTo(state);
        }
    }

    /** If this fails, copy the expected text into the document. */
    @Test
    void theDrawingIsTheTable() throws IOException {
        assertThat(Files.readString(DRAWING)).isEqualTo(drawing());
    }

    private static String drawing() {
        StringBuilder text = new StringBuilder("""
            # Job states

            Generated from the table in `JobState`; a test compares them. Every state may move to any terminal one, since an outcome in
            the store takes precedence over earlier events. Terminal states absorb: no transition leaves them.

            ```mermaid
            stateDiagram-v2
                [*] --> queued
            """);
        for (JobState from : JobState.values()) {
            for (JobState to : new TreeSet<>(from.moves())) {
                text.append("    %s --> %s%n"
                        .formatted(from.wireName(), to.wireName())
                        .replace("\r", ""));
            }
            if (from.isTerminal()) {
                text.append("    ").append(from.wireName()).append(" --> [*]\n");
            }
        }
        return text.append("```\n").toString();
    }
}
