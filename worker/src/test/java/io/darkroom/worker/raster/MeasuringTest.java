package io.darkroom.worker.raster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.darkroom.worker.codec.Drawings;
import io.darkroom.worker.codec.FFmpegWebp;
import io.darkroom.worker.codec.ImageIoGif;
import io.darkroom.worker.codec.ImageIoPng;
import io.darkroom.worker.codec.MediaBudget;
import io.darkroom.worker.codec.MediaException;
import io.darkroom.worker.codec.MediaKind;
import io.darkroom.worker.codec.StillReader;
import io.darkroom.worker.codec.StillSize;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Noise, heat colours, limits. */
class MeasuringTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 5, 15, 40})
    void findsTheNoiseOfAnImageWithEdges(int sigma) {
        Random random = new Random(7);
        byte[] data = new byte[128 * 128 * 3];
        for (int i = 0; i < data.length; i++) {
            int x = i / 3 % 128;
            int y = i / 3 / 128;
            double value = 90 + (x > 60 && y > 40 ? 60 : 0) + x / 4.0 + sigma * random.nextGaussian();
            data[i] = (byte) Math.clamp(Math.round(value), 0, 255);
        }
        assertThat(NoiseEstimate.sigma(new Pixels(128, 128, 3, data))).isCloseTo(sigma, within(0.6 + 0.05 * sigma));
    }

    @Test
    void clippedAndTransparentPartsDoNotCountAsNoise() {
        Random random = new Random(7);
        byte[] data = new byte[128 * 128 * 4];
        for (int i = 0; i < 128 * 128; i++) {
            boolean image = i % 128 < 48;
            boolean clear = i % 128 > 90;
            for (int c = 0; c < 3; c++) {
                double value = (image ? 128 : 255) + 12 * random.nextGaussian();
                data[4 * i + c] = (byte) (clear ? 0 : Math.clamp(Math.round(value), 0, 255));
            }
            data[4 * i + 3] = (byte) (clear ? 0 : 255);
        }
        assertThat(NoiseEstimate.sigma(new Pixels(128, 128, 4, data))).isCloseTo(12, within(2.0));
    }

    @Test
    void hotterIsBrighterInEvenSteps() {
        byte[] colours = new byte[256 * 3];
        for (int i = 0; i < 256; i++) {
            HeatColours.put(i / 255f, colours, 3 * i);
        }
        double before = -1;
        for (int i = 0; i < 256; i += 16) {
            double luma = 0.2126 * linear(colours[3 * i])
                    + 0.7152 * linear(colours[3 * i + 1])
                    + 0.0722 * linear(colours[3 * i + 2]);
            assertThat(luma).isGreaterThan(before);
            before = luma;
        }
        assertThat(before).isGreaterThan(0.6);
        byte[] beyond = new byte[6];
        HeatColours.put(-1, beyond, 0);
        HeatColours.put(9, beyond, 3);
        assertThat(beyond)
                .startsWith(colours[0], colours[1], colours[2])
                .endsWith(colours[765], colours[766], colours[767]);
    }

    private static double linear(byte value) {
        return Math.pow((value & 0xff) / 255.0, 2.2);
    }

    @Test
    void averagesOfAPlaneKeepItsSum() {
        float[] values = new float[20 * 20];
        values[10 * 20 + 10] = 9;
        float[] box = Smooth.box(values, 20, 20, 1);
        assertThat(box[10 * 20 + 10]).isEqualTo(1f, within(1e-6f));
        assertThat(box[9 * 20 + 11]).isEqualTo(1f, within(1e-6f));
        assertThat(box[8 * 20 + 10]).isZero();
    }

    @Test
    void theSizeIsReadFromTheHeaderOfEveryFormat() {
        byte[] jpeg = {-1, (byte) 0xd8, -1, (byte) 0xe0, 0, 4, 9, 9, -1, (byte) 0xc0, 0, 11, 8, 1, 2, 3, 4, 1, 1};
        assertThat(StillSize.of(jpeg, MediaKind.JPEG)).isEqualTo(new StillSize(0x304, 0x102));
        Pixels glass = Drawings.glass(48);
        assertThat(StillSize.of(ImageIoPng.encode(glass), MediaKind.PNG)).isEqualTo(new StillSize(48, 48));
        assertThat(StillSize.of(FFmpegWebp.encode(glass), MediaKind.WEBP)).isEqualTo(new StillSize(48, 48));
        List<Pixels> frames = Drawings.counting(2, 30, 20);
        assertThat(StillSize.of(FFmpegWebp.encode(frames, 5), MediaKind.WEBP)).isEqualTo(new StillSize(30, 20));
        assertThat(StillSize.of(ImageIoGif.encode(frames, 5), MediaKind.GIF)).isEqualTo(new StillSize(30, 20));
    }

    @Test
    void tooLargeImagesAreRefusedBeforeTheyAreDecoded() {
        byte[] png = ImageIoPng.encode(Drawings.plain(64, 64, 1, 2, 3));
        // the header now says 50000 by 50000; the data is what it was, so decoding it would fail in another way
        for (int at : new int[] {16, 20}) {
            png[at + 2] = (byte) 0xc3;
            png[at + 3] = 0x50;
        }
        assertThatThrownBy(() -> new StillReader(MediaBudget.STILL).read(png))
                .isInstanceOf(MediaException.class)
                .hasMessageContaining("50000x50000");
        byte[] fine = ImageIoPng.encode(Drawings.plain(64, 64, 1, 2, 3));
        assertThat(new StillReader(MediaBudget.stills(4096)).read(fine).channels())
                .isEqualTo(3);
        assertThatThrownBy(() -> new StillReader(MediaBudget.stills(4095)).read(fine))
                .isInstanceOf(MediaException.class);
    }
}
