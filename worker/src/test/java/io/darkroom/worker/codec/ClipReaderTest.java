package io.darkroom.worker.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.worker.raster.Fit;
import io.darkroom.worker.raster.Pixels;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClipReaderTest {
    private static final ClipReader READER = new ClipReader(MediaBudget.DEFAULT);

    @Test
    void readsTheLastFramesAtTheRequestedRate() {
        byte[] mp4 = FFmpegMp4.encode(Drawings.counting(24, 64, 64), 24);
        assertThat(EncodingTest.numbers(READER.last(mp4, 4, 8, 32, 32))).containsExactly(14, 17, 20, 23);
        assertThat(EncodingTest.numbers(READER.last(mp4, 4, 24, 32, 32))).containsExactly(20, 21, 22, 23);
        assertThat(EncodingTest.numbers(READER.last(mp4, 4, 48, 32, 32))).containsExactly(21, 22, 22, 23);
    }

    @Test
    void repeatsTheFirstFrameOfAShortClip() {
        byte[] gif = ImageIoGif.encode(Drawings.counting(24, 32, 32).subList(3, 5), 8);
        assertThat(EncodingTest.numbers(READER.last(gif, 4, 8, 32, 32))).containsExactly(3, 3, 3, 4);
    }

    @Test
    void aStillIsAClipOfOneFrame() {
        Pixels seven = Drawings.plain(20, 20, 70, 70, 70);
        for (byte[] still : List.of(ImageIoPng.encode(seven), FFmpegWebp.encode(seven))) {
            assertThat(EncodingTest.numbers(READER.last(still, 4, 8, 32, 32))).containsExactly(7, 7, 7, 7);
        }
    }

    @Test
    void readsAnimatedPngAndJpeg() throws Exception {
        for (String name : List.of("counting.apng", "counting-variable.webp")) {
            byte[] clip = resource(name);
            assertThat(EncodingTest.numbers(READER.last(clip, 4, 10, 32, 32)))
                    .as(name)
                    .containsExactly(2, 3, 4, 5);
        }
        assertThat(EncodingTest.numbers(READER.last(resource("seven.jpg"), 1, 8, 32, 32)))
                .containsExactly(7);
    }

    private static byte[] resource(String name) throws IOException {
        try (var in = ClipReaderTest.class.getResourceAsStream("/media/" + name)) {
            return in.readAllBytes();
        }
    }

    @Test
    void letterboxesInWhite() {
        Pixels wide = Drawings.plain(64, 32, 0, 0, 0);
        Pixels fitted = Fit.letterbox(wide, 32, 32);
        assertThat(fitted.data()[0] & 0xff).isEqualTo(255);
        assertThat(fitted.data()[(8 * 32) * 3] & 0xff).isZero();
        assertThat(fitted.data()[(23 * 32 + 31) * 3] & 0xff).isZero();
        assertThat(fitted.data()[(24 * 32) * 3] & 0xff).isEqualTo(255);
    }

    @Test
    void averagesAreas() {
        byte[] checks = new byte[4 * 4 * 3];
        for (int i = 0; i < 16; i++) {
            Arrays.fill(checks, 3 * i, 3 * i + 3, (byte) ((i + i / 4) % 2 == 0 ? 200 : 100));
        }
        assertThat(Fit.letterbox(new Pixels(4, 4, 3, checks), 2, 2).data()).containsOnly((byte) 150);
        assertThat(Fit.letterbox(Drawings.plain(7, 5, 33, 33, 33), 14, 10).data())
                .containsOnly((byte) 33);
        // three pixels into two: the middle one counts half on both sides
        byte[] three = {0, 0, 0, 90, 90, 90, 30, 30, 30};
        assertThat(Fit.letterbox(new Pixels(3, 1, 3, three), 2, 1).data())
                .containsExactly(new int[] {30, 30, 30, 50, 50, 50});
    }

    @Test
    void transparentPixelsBecomeWhite() {
        Pixels fitted = Fit.letterbox(Drawings.glass(8), 8, 8);
        assertThat(fitted.data()[0] & 0xff).isEqualTo(255);
        assertThat(fitted.data()[1] & 0xff).isEqualTo(127);
        assertThat(fitted.data()[63 * 3 + 1] & 0xff).isEqualTo(255);
    }
}
