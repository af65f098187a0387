package io.darkroom.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;

class ImageEditsTest {
    private static BufferedImage grey(int side) {
        BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_ARGB);
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                image.setRGB(x, y, 0xff808080);
            }
        }
        return image;
    }

    @Test
    void clearPixelsDoNotTintTheMean() {
        BufferedImage image = new BufferedImage(2, 2, BufferedImage.TYPE_INT_ARGB);
        image.setRGB(0, 0, 0xffff0000);
        image.setRGB(1, 1, 0xffff0000);
        assertThat(ImageEdits.shrunk(image, 2).getRGB(0, 0)).isEqualTo(0x7fff0000);
        assertThat(ImageEdits.shrunk(new BufferedImage(4, 4, BufferedImage.TYPE_INT_ARGB), 4)
                        .getRGB(0, 0))
                .isZero();
    }

    @Test
    void noiseHasTheGivenStrengthAndIsReproducible() {
        BufferedImage noisy = ImageEdits.noisy(grey(64), 25, 1);
        double sum = 0;
        for (int y = 0; y < 64; y++) {
            for (int x = 0; x < 64; x++) {
                double off = (noisy.getRGB(x, y) & 0xff) - 0x80;
                sum += off * off;
            }
        }
        assertThat(Math.sqrt(sum / (64 * 64))).isBetween(24.0, 26.0);
        assertThat(ImageEdits.noisy(grey(64), 25, 1).getRGB(5, 5)).isEqualTo(noisy.getRGB(5, 5));
    }

    @Test
    void aScratchIsSmallAndItsMaskHidesAllOfIt() {
        BufferedImage scratched = ImageEdits.scratched(grey(60));
        BufferedImage mask = ImageEdits.scratchMask(60, 60);
        int inScratch = 0;
        for (int y = 0; y < 60; y++) {
            for (int x = 0; x < 60; x++) {
                if (scratched.getRGB(x, y) != 0xff808080) {
                    inScratch++;
                    assertThat(mask.getRGB(x, y)).isEqualTo(0xffffffff);
                }
            }
        }
        assertThat(inScratch).isBetween(30, 100);
        assertThat(mask.getRGB(5, 5)).isEqualTo(0xff000000);
    }

    @Test
    void whatIsCutOffIsClearAndTheRestStays() {
        BufferedImage cut = ImageEdits.cutBelow(grey(10), 6);
        assertThat(cut.getRGB(3, 5)).isEqualTo(0xff808080);
        assertThat(cut.getRGB(3, 6)).isZero();
    }
}
