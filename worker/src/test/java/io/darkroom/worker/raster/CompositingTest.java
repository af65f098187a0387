package io.darkroom.worker.raster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.darkroom.worker.codec.Drawings;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Placing, resizing, masking and mixing of images. */
class CompositingTest {
    private static final Pixels GLASS = Drawings.glass(32);

    @Test
    void anImageThatKeepsItsSizeKeepsItsBytes() {
        assertThat(Resample.to(GLASS, 32, 32).data()).isEqualTo(GLASS.data());
        assertThat(Fitted.whole(GLASS, 32, 32).pixels().data()).isEqualTo(GLASS.data());
        assertThat(Fitted.filling(GLASS, 32, 32).pixels().data()).isEqualTo(GLASS.data());
    }

    @Test
    void resizingKeepsPlainColours() {
        Pixels plain = Drawings.plain(17, 31, 200, 30, 90);
        for (int side : new int[] {5, 40}) {
            assertThat(Resample.to(plain, side, side).data())
                    .isEqualTo(Drawings.plain(side, side, 200, 30, 90).data());
        }
    }

    @Test
    void coloursOfTransparentPixelsHaveNoEffect() {
        // invisible white beside opaque red
        byte[] data = new byte[16 * 16 * 4];
        for (int i = 0; i < 256; i++) {
            boolean red = i % 16 < 8;
            Arrays.fill(data, 4 * i, 4 * i + 4, (byte) 0xff);
            data[4 * i + 1] = (byte) (red ? 0 : 0xff);
            data[4 * i + 2] = (byte) (red ? 0 : 0xff);
            data[4 * i + 3] = (byte) (red ? 0xff : 0);
        }
        Pixels small = Resample.to(new Pixels(16, 16, 4, data), 5, 5);
        for (int i = 0; i < 25; i++) {
            if (small.data()[4 * i + 3] != 0) {
                assertThat(small.data()[4 * i + 1] & 0xff).isLessThan(6);
            }
        }
    }

    @Test
    void aWideImageIsUsedWholeOrCoversTheCanvas() {
        Pixels wide = Drawings.plain(40, 20, 10, 20, 30);
        Fitted whole = Fitted.whole(wide, 16, 16);
        assertThat(whole.place()).isEqualTo(new Placement(0, 4, 16, 8));
        assertThat(whole.pixels().data()[3]).as("clear above").isZero();
        assertThat(whole.pixels().data()[(8 * 16 + 8) * 4 + 3])
                .as("opaque in the middle")
                .isEqualTo((byte) -1);
        Fitted filling = Fitted.filling(wide, 16, 16);
        assertThat(filling.place()).isEqualTo(new Placement(-8, 0, 32, 16));
        assertThat(filling.pixels().channels()).isEqualTo(3);
    }

    @Test
    void aMaskIsReadByGreyOrByAlpha() {
        byte[] grey = {0, 0, 0, -1, -1, -1, 127, 127, 127, 1, 1, 1};
        assertThat(Mask.of(new Pixels(4, 1, 3, grey)).values()).containsExactly(0f, 1f, 127 / 255f, 0f);
        byte[] holes = {9, 9, 9, 0, 9, 9, 9, -1, 9, 9, 9, 127, 9, 9, 9, -1};
        assertThat(Mask.of(new Pixels(4, 1, 4, holes)).values()).containsExactly(1f, 0f, 128 / 255f, 0f);
    }

    @Test
    void aCellIsRedrawnIfAnyOfItsPixelsIs() {
        float[] values = new float[64];
        values[9] = 0.5f;
        assertThat(new Mask(8, 8, values).cells(2, 2)).containsExactly(0.5f, 0, 0, 0);
    }

    @Test
    void blendingKeepsTheBytesOutsideTheMask() {
        Pixels drawn = Drawings.plain(32, 32, 1, 2, 3);
        Mask mask = Mask.outside(new Placement(4, 4, 10, 10), 32, 32);
        Arrays.fill(mask.values(), 0, 32, 0.5f);
        Pixels mixed = Canvas.mix(GLASS, drawn, mask);
        for (int i = 0; i < mask.values().length; i++) {
            if (mask.values()[i] == 0) {
                assertThat(Arrays.copyOfRange(mixed.data(), 4 * i, 4 * i + 4))
                        .isEqualTo(Arrays.copyOfRange(GLASS.data(), 4 * i, 4 * i + 4));
            }
        }
        assertThat(mixed.data()[(31 * 32 + 31) * 4]).isEqualTo((byte) 1);
    }

    @Test
    void aSlightSeamIsHidden() {
        Pixels kept = Drawings.plain(64, 64, 120, 80, 60);
        Pixels drawn = Drawings.plain(64, 64, 130, 70, 66);
        Mask right = Mask.outside(new Placement(0, 0, 32, 64), 64, 64);
        Pixels closed = Canvas.mix(kept, Seam.closed(kept, drawn, right), right);
        int row = 32 * 64;
        for (int c = 0; c < 3; c++) {
            int beside = closed.data()[(row + 31) * 3 + c] & 0xff;
            assertThat(closed.data()[(row + 32) * 3 + c] & 0xff).isCloseTo(beside, within(1));
            assertThat(closed.data()[(row + 60) * 3 + c])
                    .as("far from the seam as it was drawn")
                    .isEqualTo(drawn.data()[(row + 60) * 3 + c]);
        }
    }
}
