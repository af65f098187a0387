package io.darkroom.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContactSheetTest {
    @Test
    void theCheckerboardShowsThroughClearPixelsOnly() {
        BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_INT_ARGB);
        image.setRGB(0, 0, 0xffff0000);
        BufferedImage sheet = ContactSheet.of(List.of(image, image, image, image));
        assertThat(sheet.getWidth()).isEqualTo(560);
        assertThat(sheet.getHeight()).isEqualTo(560);
        assertThat(sheet.getRGB(20, 20)).isEqualTo(0xffff0000);
        assertThat(sheet.getRGB(16 + 250, 20)).isIn(0xffffffff, 0xffdddddd);
        assertThat(sheet.getRGB(4, 4)).isEqualTo(0xfffafafa);
    }

    @Test
    void aSingleRowIsHalfAsHigh() {
        BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_INT_ARGB);
        assertThat(ContactSheet.of(List.of(image, image)).getHeight()).isEqualTo(288);
    }
}
