package io.darkroom.chaos.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.chaos.history.FaultRun;
import io.darkroom.chaos.history.HistoryIndex;
import io.darkroom.chaos.plan.FaultKind;
import io.darkroom.chaos.recovery.Figures;
import io.darkroom.contracts.job.JobState;
import org.junit.jupiter.api.Test;

/** What is text of recovery. */
class FiguresTest {
    private static final String ONE = HistoryBuilder.id(1);
    private static final String TWO = HistoryBuilder.id(2);

    private static FaultRun kill(int number, String worker, double begun, double healed) {
        return new FaultRun(
                number, FaultKind.WORKER_KILL, worker, HistoryBuilder.at(begun), HistoryBuilder.at(healed), false, "");
    }

    @Test
    void distinguishesATakeoverFromARestart() {
        HistoryBuilder scene = new HistoryBuilder();
        scene.started(ONE, 1, "worker-1", 9).started(ONE, 2, "worker-2", 10.5);
        scene.finished(ONE, HistoryBuilder.outcome(ONE, JobState.SUCCEEDED, 2, "worker-2"), 11);
        scene.started(TWO, 1, "worker-1", 59).started(TWO, 2, "worker-2", 68);
        scene.finished(TWO, HistoryBuilder.outcome(TWO, JobState.SUCCEEDED, 2, "worker-2"), 69);
        scene.faults.add(kill(1, "worker-1", 10, 15));
        scene.faults.add(kill(2, "worker-2", 58, 67));
        scene.faults.add(kill(3, "worker-1", 60, 70));

        String figures = new Figures(new HistoryIndex(scene.history())).markdown("chaos", 0);

        assertThat(figures)
                .contains("| worker-kill | 3 | 0.50 s | 8.00 s | 8.00 s |")
                .contains("| worker-kill, no other fault | 3 | 0.50 s | 0.50 s | 0.50 s |");
    }
}
