package io.darkroom.gateway.submit;

import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.contracts.job.Lane;
import io.darkroom.contracts.wire.Topics;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KafkaCellsCheckTest {
    private static Set<String> topics(int cells) {
        Set<String> topics = new HashSet<>(Set.of(Topics.EVENTS));
        for (Lane lane : Lane.values()) {
            for (int cell = 0; cell < cells; cell++) {
                topics.add(Topics.jobs(lane, cell));
            }
        }
        return topics;
    }

    @Test
    void acceptsAsManyCellsAsEachLaneHasTopics() {
        assertThat(KafkaCellsCheck.mismatch(topics(1), 1)).isEmpty();
        assertThat(KafkaCellsCheck.mismatch(topics(3), 3)).isEmpty();
    }

    @Test
    void refusesCellsWithoutTopicsAndTopicsWithoutCells() {
        assertThat(KafkaCellsCheck.mismatch(topics(1), 2))
                .get()
                .asString()
                .contains("darkroom.submit.cells is 2", "1 topics");
        assertThat(KafkaCellsCheck.mismatch(topics(3), 2)).get().asString().contains("3 topics");
        assertThat(KafkaCellsCheck.mismatch(Set.of(), 1)).isPresent();
    }

    @Test
    void refusesALaneThatDiffersFromTheOthers() {
        Set<String> topics = topics(1);
        topics.add(Topics.jobs(Lane.VIDEO, 1));
        assertThat(KafkaCellsCheck.mismatch(topics, 1)).get().asString().contains(Lane.VIDEO.wireName());
    }
}
