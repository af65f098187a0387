package io.darkroom.worker.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.darkroom.worker.raster.Pixels;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Malicious and damaged files. None may crash, hang, or exceed the budget. */
@Timeout(60)
class HostileMediaTest {
    private static final ClipReader READER = new ClipReader(MediaBudget.DEFAULT);
    private static final List<Pixels> FRAMES = Drawings.counting(12, 48, 48);

    private static final Map<String, byte[]> GOOD = new TreeMap<>(Map.of(
            "mp4", FFmpegMp4.encode(FRAMES, 8),
            "webp", FFmpegWebp.encode(FRAMES, 8),
            "gif", ImageIoGif.encode(FRAMES, 8),
            "png", ImageIoPng.encode(Drawings.glass(48)),
            "still webp", FFmpegWebp.encode(Drawings.glass(48))));

    @Test
    void refusesWhatItDoesNotKnow() {
        for (String text : List.of(
                "",
                "x",
                "GIF8",
                "<svg xmlns='http://www.w3.org/2000/svg'/>",
                "#EXTM3U\nfile:///etc/passwd",
                "RIFF0000AVI LIST",
                "ffconcat version 1.0\nfile /etc/passwd\n")) {
            assertThatThrownBy(() -> read(text.getBytes(StandardCharsets.UTF_8)))
                    .as(text)
                    .isInstanceOf(MediaException.class)
                    .hasMessageContaining("first bytes");
        }
    }

    @Test
    void refusesTheWrongMagicOnAnotherBody() {
        byte[] liar = GOOD.get("gif").clone();
        System.arraycopy(new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10}, 0, liar, 0, 8);
        assertRefused(liar);
        byte[] playlist = "\0\0\0\u0018ftypisom#EXTM3U\nhttp://127.0.0.1/x\n".getBytes(StandardCharsets.ISO_8859_1);
        assertRefused(playlist);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mp4", "webp", "png", "still webp"})
    void refusesATruncatedFile(String kind) {
        byte[] whole = GOOD.get(kind);
        for (int percent : new int[] {1, 10, 30, 50, 70, 90}) {
            byte[] cut = Arrays.copyOf(whole, whole.length * percent / 100);
            assertRefused(cut);
        }
    }

    /** GIF has no length anywhere: a truncated file may look like a shorter clip, but never hangs or crashes. */
    @Test
    void readsOrRefusesACutGif() {
        byte[] whole = GOOD.get("gif");
        for (int length = 0; length < whole.length; length += 37) {
            readOrRefuse(Arrays.copyOf(whole, length));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mp4", "webp", "gif", "png", "still webp"})
    void survivesDamagedBytes(String kind) {
        Random random = new Random(7);
        for (int i = 0; i < 150; i++) {
            byte[] damaged = GOOD.get(kind).clone();
            for (int k = 0; k < 1 + i % 8; k++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            readOrRefuse(damaged);
        }
    }

    /** 30,000 x 30,000 pixels in a few bytes: 3.6 GB when decoded. */
    @Test
    void refusesADecompressionBombBeforeDecoding() {
        long before = Runtime.getRuntime().totalMemory();
        assertThatThrownBy(() -> read(png(30_000, 30_000, 1000))).isInstanceOf(MediaException.class);
        assertThatThrownBy(() -> read(gifHeader(60_000, 60_000))).isInstanceOf(MediaException.class);
        assertThatThrownBy(() -> read(webpCanvas(16_000, 16_000)))
                .isInstanceOf(MediaException.class)
                .hasMessageContaining("16000x16000");
        assertThat(Runtime.getRuntime().totalMemory() - before).isLessThan(200L << 20);
    }

    @Test
    void refusesFramesLargerThanTheHeaderDeclares() {
        // the header of the track declares 16x16, the H.264 stream inside 256x256
        byte[] liar = FFmpegMp4.encode(Drawings.counting(3, 256, 256), 8);
        int found = patchTrackSize(liar, 256, 16);
        assertThat(found).isPositive();
        ClipReader small = new ClipReader(new MediaBudget(64 * 64, 100, 1_000_000, Duration.ofSeconds(10)));
        assertThatThrownBy(() -> small.last(liar, 4, 8, 32, 32)).isInstanceOf(MediaException.class);
    }

    private static int patchTrackSize(byte[] mp4, int from, int to) {
        int patched = 0;
        int sample = new String(mp4, StandardCharsets.ISO_8859_1).indexOf("avc1", 100);
        ByteBuffer buffer = ByteBuffer.wrap(mp4);
        for (int at = sample + 4; at < sample + 40; at++) {
            if (buffer.getShort(at) == from) {
                buffer.putShort(at, (short) to);
                patched++;
            }
        }
        return patched;
    }

    @Test
    void countsFramesBeforeItDecodesThem() {
        ClipReader few = new ClipReader(new MediaBudget(1 << 20, 11, 1 << 30, Duration.ofSeconds(10)));
        for (String kind : List.of("mp4", "webp", "gif")) {
            assertThatThrownBy(() -> few.last(GOOD.get(kind), 4, 8, 32, 32))
                    .as(kind)
                    .isInstanceOf(MediaException.class)
                    .hasMessageContaining("longer than allowed");
        }
        ClipReader little = new ClipReader(new MediaBudget(1 << 20, 100, 48 * 48 * 5, Duration.ofSeconds(10)));
        assertThatThrownBy(() -> little.last(GOOD.get("mp4"), 4, 8, 32, 32))
                .hasMessageContaining("longer than allowed");
    }

    @Test
    void stopsWhenItTakesTooLong() {
        ClipReader hasty = new ClipReader(new MediaBudget(1 << 20, 100, 1 << 30, Duration.ZERO));
        assertThatThrownBy(() -> hasty.last(GOOD.get("mp4"), 4, 8, 32, 32)).hasMessageContaining("took longer");
        assertThatThrownBy(() -> hasty.last(GOOD.get("webp"), 4, 8, 32, 32)).hasMessageContaining("took longer");
    }

    @Test
    void releasesEverything() {
        for (int i = 0; i < 300; i++) {
            read(GOOD.get("mp4"));
            assertRefused(Arrays.copyOf(GOOD.get("mp4"), 600));
        }
        long before = Pointer.physicalBytes();
        for (int i = 0; i < 600; i++) {
            read(GOOD.get("mp4"));
            assertRefused(Arrays.copyOf(GOOD.get("mp4"), 600));
        }
        assertThat(Pointer.physicalBytes() - before).isLessThan(48L << 20);
    }

    private static List<Pixels> read(byte[] bytes) {
        return READER.last(bytes, 4, 8, 32, 32);
    }

    private static void assertRefused(byte[] bytes) {
        assertThatThrownBy(() -> read(bytes)).isInstanceOf(MediaException.class);
    }

    private static void readOrRefuse(byte[] bytes) {
        try {
            assertThat(read(bytes)).hasSize(4);
        } catch (MediaException e) {
            assertThat(e).hasMessageNotContaining("null");
        }
    }

    private static byte[] png(int width, int height, int rows) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10});
        chunk(
                out,
                "IHDR",
                ByteBuffer.allocate(13)
                        .putInt(width)
                        .putInt(height)
                        .put(new byte[] {8, 6, 0, 0, 0})
                        .array());
        Deflater deflater = new Deflater();
        deflater.setInput(new byte[rows]);
        deflater.finish();
        byte[] data = new byte[4096];
        chunk(out, "IDAT", Arrays.copyOf(data, deflater.deflate(data)));
        chunk(out, "IEND", new byte[0]);
        return out.toByteArray();
    }

    private static void chunk(ByteArrayOutputStream out, String type, byte[] data) {
        byte[] body = ByteBuffer.allocate(4 + data.length)
                .put(type.getBytes(StandardCharsets.US_ASCII))
                .put(data)
                .array();
        CRC32 crc = new CRC32();
        crc.update(body);
        out.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
        out.writeBytes(body);
        out.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    }

    private static byte[] gifHeader(int width, int height) {
        byte[] gif = GOOD.get("gif").clone();
        ByteBuffer.wrap(gif)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort(6, (short) width)
                .putShort(8, (short) height);
        return gif;
    }

    private static byte[] webpCanvas(int width, int height) {
        byte[] webp = GOOD.get("webp").clone();
        ByteBuffer buffer = ByteBuffer.wrap(webp).order(ByteOrder.LITTLE_ENDIAN);
        buffer.putInt(24, (width - 1) | ((height - 1) & 0xff) << 24).putShort(28, (short) ((height - 1) >> 8));
        return webp;
    }
}
