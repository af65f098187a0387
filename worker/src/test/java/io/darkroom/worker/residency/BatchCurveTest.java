package io.darkroom.worker.residency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.darkroom.worker.batch.EngineException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchCurveTest {
    private static final long PLENTY = Long.MAX_VALUE / 4;

    @ParameterizedTest
    @CsvSource({
        // least, fixed cost, cost of a row, choice
        "1, 1, 0.01, 8", // a device that is hardly used by one row
        "2, 1, 0.01, 8",
        "1, 1, 1, 2", // 2, then 3 (worth it), then 5 (not)
        "1, 0, 1, 1", // compute-bound
        "2, 0.1, 1, 2"
    })
    void takesMoreRowsWhileTheyCostLittle(int least, double fixed, double perRow, int choice) {
        BatchCurve curve = BatchCurve.measure(least, PLENTY, rows -> fixed + perRow * rows, () -> 0);
        assertThat(curve.rows()).isEqualTo(choice);
        assertThat(curve.points()).extracting(BatchCurve.Point::rows).startsWith(least);
    }

    @Test
    void isNotMisledByLoadThatComesAndGoes() {
        AtomicLong calls = new AtomicLong();
        BatchCurve.Probe noisy = rows -> (calls.incrementAndGet() % 3 == 0 ? 5 : 1) * (double) rows;
        assertThat(BatchCurve.measure(1, PLENTY, noisy, () -> 0).rows()).isEqualTo(1);
    }

    @Test
    void staysWithinTheMemory() {
        AtomicLong memory = new AtomicLong(1000);
        BatchCurve.Probe growing = rows -> {
            memory.accumulateAndGet(1000 + 100L * rows, Math::max);
            return 1;
        };
        assertThat(BatchCurve.measure(1, 450, growing, memory::get).rows()).isEqualTo(4);
    }

    @Test
    void staysWithWhatFitsTheDevice() {
        List<Integer> tried = new ArrayList<>();
        BatchCurve.Probe small = rows -> {
            tried.add(rows);
            if (rows > 2) {
                throw new EngineException(EngineException.Reason.OUT_OF_MEMORY, "too many");
            }
            return 1;
        };
        assertThat(BatchCurve.measure(1, PLENTY, small, () -> 0).rows()).isEqualTo(2);
        assertThat(tried).contains(4).doesNotContain(8);
        BatchCurve.Probe broken = rows -> {
            throw new EngineException(EngineException.Reason.FAILED, "broken");
        };
        assertThatThrownBy(() -> BatchCurve.measure(1, PLENTY, broken, () -> 0)).isInstanceOf(EngineException.class);
    }
}
