package io.darkroom.worker.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.darkroom.worker.raster.Pixels;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import org.junit.jupiter.api.Test;

class EncodingTest {
    private static final ClipReader READER = new ClipReader(MediaBudget.DEFAULT);

    @Test
    void pngKeepsEveryPixelAndItsAlpha() throws IOException {
        assertSame(Drawings.glass(16), Drawings.read(ImageIoPng.encode(Drawings.glass(16))));
    }

    @Test
    void stillWebpKeepsEveryPixelAndItsAlpha() throws IOException {
        byte[] webp = FFmpegWebp.encode(Drawings.glass(16));
        assertThat(MediaKind.sniff(webp)).isEqualTo(MediaKind.WEBP);
        // read by TwelveMonkeys, an independent decoder
        assertSame(Drawings.glass(16), Drawings.read(webp));
    }

    private static void assertSame(Pixels wanted, BufferedImage found) {
        assertThat(found.getWidth()).isEqualTo(wanted.width());
        for (int i = 0; i < wanted.width() * wanted.height(); i++) {
            byte[] data = wanted.data();
            int argb = (data[4 * i + 3] & 0xff) << 24
                    | (data[4 * i] & 0xff) << 16
                    | (data[4 * i + 1] & 0xff) << 8
                    | data[4 * i + 2] & 0xff;
            assertThat(found.getRGB(i % wanted.width(), i / wanted.width()))
                    .as("pixel %d", i)
                    .isEqualTo(argb);
        }
    }

    @Test
    void equalImagesAreEqualBytes() {
        List<Pixels> frames = Drawings.counting(8, 64, 64);
        assertThat(ImageIoPng.encode(Drawings.glass(64))).isEqualTo(ImageIoPng.encode(Drawings.glass(64)));
        assertThat(FFmpegWebp.encode(Drawings.glass(64))).isEqualTo(FFmpegWebp.encode(Drawings.glass(64)));
        assertThat(FFmpegWebp.encode(frames, 8)).isEqualTo(FFmpegWebp.encode(frames, 8));
        assertThat(FFmpegMp4.encode(frames, 8)).isEqualTo(FFmpegMp4.encode(frames, 8));
        assertThat(ImageIoGif.encode(frames, 8)).isEqualTo(ImageIoGif.encode(frames, 8));
    }

    @Test
    void mp4HoldsEveryFrameWithTheIndexInFront() {
        byte[] mp4 = FFmpegMp4.encode(Drawings.counting(20, 128, 128), 8);
        String text = new String(mp4, StandardCharsets.ISO_8859_1);
        assertThat(text.indexOf("moov")).isPositive().isLessThan(text.indexOf("mdat"));
        assertThat(text).doesNotContain("Lavf", "Lavc");
        assertThat(numbers(READER.last(mp4, 20, 8, 128, 128))).isEqualTo(upTo(20));
    }

    @Test
    void animatedWebpHoldsEveryFrame() {
        byte[] webp = FFmpegWebp.encode(Drawings.counting(20, 64, 64), 8);
        assertThat(WebpAnimation.isAnimated(webp)).isTrue();
        assertThat(numbers(READER.last(webp, 20, 8, 64, 64))).isEqualTo(upTo(20));
    }

    @Test
    void gifHasEveryFrameAndLoops() throws IOException {
        byte[] gif = ImageIoGif.encode(Drawings.counting(20, 64, 64), 8);
        assertThat(new String(gif, StandardCharsets.ISO_8859_1)).contains("NETSCAPE2.0");
        ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
        reader.setInput(ImageIO.createImageInputStream(new ByteArrayInputStream(gif)));
        assertThat(reader.getNumImages(true)).isEqualTo(20);
        assertThat(numbers(READER.last(gif, 20, 8, 64, 64))).isEqualTo(upTo(20));
    }

    @Test
    void undoesThePremultiplication() {
        // half opaque, full red: premultiplied red is a half
        float[] planes = {0, -1, -1, 0, -1, -1, -1, -1};
        float[] pixel = {planes[0], planes[1], planes[2], planes[3]};
        Pixels glass = Pixels.premultiplied(pixel, 1, 1);
        assertThat(glass.data()[0] & 0xff).isEqualTo(255);
        assertThat(glass.data()[3] & 0xff).isEqualTo(128);
        // colour without opacity is nothing
        assertThat(Pixels.premultiplied(new float[] {1, 1, 1, -1}, 1, 1).data()).containsOnly(0);
        // more colour than opacity is cut
        assertThat(Pixels.premultiplied(new float[] {5, -7, 0, 2}, 1, 1).data())
                .containsExactly((byte) 255, (byte) 0, (byte) 85, (byte) 255);
    }

    @Test
    void planesAndPixelsAreInverse() {
        float[] planes = {-1, -0.5f, 0, 1, 0.25f, -0.75f};
        float[] back = new float[6];
        Pixels.rgb(planes, 2, 1).toPlanes(back, 0);
        for (int i = 0; i < 6; i++) {
            assertThat(back[i]).isCloseTo(planes[i], within(1.01f / 255));
        }
    }

    static List<Integer> numbers(List<Pixels> frames) {
        return frames.stream().map(Drawings::number).toList();
    }

    private static List<Integer> upTo(int count) {
        return IntStream.range(0, count).boxed().toList();
    }
}
