package io.darkroom.worker.pipeline.still;

import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.contracts.fleet.ModelInfo.Size;
import io.darkroom.contracts.fleet.ModelInfo.SizeRange;
import org.junit.jupiter.api.Test;

class BestMatchTest {
    @Test
    void choosesTheClosestSizeThatTheModelSupports() {
        SizeRange range = new SizeRange(16, 32, 128);
        Size usual = new Size(64, 64);
        assertThat(BestMatch.to(500, 500, usual, range)).isEqualTo(usual);
        assertThat(BestMatch.to(300, 200, usual, range)).isEqualTo(new Size(80, 48));
        assertThat(BestMatch.to(10_000, 100, usual, range)).isEqualTo(new Size(128, 32));
        assertThat(BestMatch.to(1, 1000, usual, range)).isEqualTo(new Size(32, 128));
    }
}
