package io.darkroom.chaos.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FaultPlanTest {
    private static final Duration LENGTH = Duration.ofMinutes(20);

    private static FaultPlan draw(long seed, Set<FaultKind> kinds) {
        return FaultPlan.draw(seed, new FaultPlan.Options(LENGTH, Duration.ofSeconds(6), kinds, 2, 2));
    }

    @Test
    void theSameSeedGivesTheSamePlan() {
        EnumSet<FaultKind> all = EnumSet.allOf(FaultKind.class);
        assertThat(draw(42, all).text()).isEqualTo(draw(42, all).text());
        assertThat(draw(42, all).faults()).isNotEqualTo(draw(43, all).faults());
    }

    @Test
    void twentyMinutesHoldEveryKind() {
        for (long seed = 1; seed <= 20; seed++) {
            List<Fault> faults = draw(seed, EnumSet.allOf(FaultKind.class)).faults();
            assertThat(faults.size()).isBetween(60, 220);
            assertThat(faults.stream().map(Fault::kind).distinct().count()).isGreaterThan(25);
        }
    }

    @Test
    void oneTargetHasOneFaultAtATimeAndARestAfterIt() {
        Map<String, Duration> freeAt = new HashMap<>();
        for (Fault fault : draw(7, EnumSet.allOf(FaultKind.class)).faults()) {
            assertThat(fault.at())
                    .as(fault.toString())
                    .isGreaterThanOrEqualTo(freeAt.getOrDefault(fault.target(), Duration.ZERO));
            freeAt.put(fault.target(), fault.at().plus(fault.lasts()).plus(FaultPlan.REST));
        }
    }

    @Test
    void onlyWhatIsAskedForIsDrawn() {
        assertThat(draw(1, Set.of(FaultKind.WORKER_KILL)).faults())
                .isNotEmpty()
                .allMatch(fault ->
                        fault.kind() == FaultKind.WORKER_KILL && fault.target().startsWith("worker-"));
        assertThat(draw(1, Set.of()).faults()).isEmpty();
    }

    @Test
    void everyKindIsFoundByItsName() {
        for (FaultKind kind : FaultKind.values()) {
            assertThat(FaultKind.find(kind.wireName())).contains(kind);
        }
    }
}
