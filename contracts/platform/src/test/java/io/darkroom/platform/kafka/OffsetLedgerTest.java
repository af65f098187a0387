package io.darkroom.platform.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OffsetLedgerTest {
    @Test
    void waitsForTheOldestOpenRecord() {
        OffsetLedger ledger = new OffsetLedger(10);
        assertThat(ledger.hasUncommitted()).isFalse();
        ledger.add(10);
        ledger.add(11);
        ledger.add(15);
        ledger.settle(11);
        assertThat(ledger.hasUncommitted()).isFalse();
        ledger.settle(10);
        assertThat(ledger.committable()).isEqualTo(15);
        ledger.committed(15);
        ledger.settle(15);
        assertThat(ledger.committable()).isEqualTo(16);
        assertThat(ledger.open()).isZero();
    }

    /** In a thousand random orders: what is committed never passes an open record, and ends behind the last. */
    @Test
    void neverCommitsPastAnOpenRecord() {
        for (int seed = 0; seed < 1_000; seed++) {
            Random random = new Random(seed);
            OffsetLedger ledger = new OffsetLedger(0);
            List<Long> open = new ArrayList<>();
            long next = 0;
            for (int step = 0; step < 100; step++) {
                if (open.isEmpty() || random.nextInt(3) > 0) {
                    next += random.nextInt(3);
                    ledger.add(next);
                    open.add(next++);
                } else {
                    ledger.settle(open.remove(random.nextInt(open.size())));
                }
                long lowest = open.stream().mapToLong(Long::longValue).min().orElse(next);
                assertThat(ledger.committable())
                        .as("seed %d, step %d", seed, step)
                        .isEqualTo(lowest);
            }
            open.forEach(ledger::settle);
            assertThat(ledger.committable()).isEqualTo(next);
        }
    }

    @Test
    void refusesWhatCannotBe() {
        OffsetLedger ledger = new OffsetLedger(0);
        ledger.add(1);
        assertThatThrownBy(() -> ledger.add(1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> ledger.settle(0)).isInstanceOf(IllegalStateException.class);
    }
}
