package io.darkroom.worker.raster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.IntBinaryOperator;
import org.junit.jupiter.api.Test;

/** The expected numbers are those of scikit-image 0.26, see worker/training/goldens/likeness.py. */
class SimilarityTest {
    private static Pixels grey(IntBinaryOperator value) {
        byte[] data = new byte[24 * 20 * 3];
        for (int y = 0; y < 20; y++) {
            for (int x = 0; x < 24; x++) {
                for (int c = 0; c < 3; c++) {
                    data[(y * 24 + x) * 3 + c] = (byte) value.applyAsInt(x, y);
                }
            }
        }
        return new Pixels(24, 20, 3, data);
    }

    private static final Pixels RAMP = grey((x, y) -> 10 * x);
    private static final Pixels WAVES = grey((x, y) -> (x * 37 + y * 91) % 256);

    @Test
    void equalClipsAreAlike() {
        assertThat(Similarity.of(List.of(RAMP, WAVES), List.of(RAMP, WAVES))).isEqualTo(new Similarity(100, 1));
    }

    @Test
    void agreesWithTheReference() {
        Pixels shifted = grey((x, y) -> 10 * x + 12);
        assertThat(Similarity.psnr(RAMP, shifted)).isCloseTo(26.547, within(1e-3));
        assertThat(Similarity.ssim(RAMP, shifted)).isCloseTo(0.99268822, within(1e-5));
        assertThat(Similarity.ssim(RAMP, WAVES)).isCloseTo(0.00664396, within(1e-5));
        Pixels mixed = grey((x, y) -> (10 * x * 3 + (x * 37 + y * 91) % 256) / 4);
        assertThat(Similarity.psnr(RAMP, mixed)).isCloseTo(19.940, within(1e-3));
        assertThat(Similarity.ssim(RAMP, mixed)).isCloseTo(0.51952268, within(1e-5));
    }

    @Test
    void isTheMeanOfTheFramesThatBothHave() {
        Similarity one = Similarity.of(List.of(RAMP), List.of(WAVES));
        Similarity two = Similarity.of(List.of(RAMP, RAMP, WAVES), List.of(WAVES, RAMP));
        assertThat(two.ssim()).isCloseTo((one.ssim() + 1) / 2, within(1e-12));
        assertThat(two.psnr()).isCloseTo((one.psnr() + 100) / 2, within(1e-12));
    }

    @Test
    void refusesWhatCannotBeCompared() {
        Pixels small = new Pixels(4, 4, 3, new byte[48]);
        assertThatThrownBy(() -> Similarity.of(List.of(small), List.of(small))).hasMessageContaining("11");
        assertThatThrownBy(() -> Similarity.of(List.of(small), List.of(RAMP))).hasMessageContaining("shape");
        assertThatThrownBy(() -> Similarity.of(List.of(), List.of(RAMP))).hasMessageContaining("no frame");
    }
}
