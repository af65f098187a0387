package io.darkroom.worker.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.darkroom.worker.raster.Pixels;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Images are rotated by their Exif orientation, and malformed Exif data does no harm. */
class ExifTest {
    private static final int WIDTH = 48;
    private static final int HEIGHT = 32;

    /** Four quarters of different colours. */
    private static Pixels upright() {
        byte[] data = new byte[WIDTH * HEIGHT * 3];
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                int at = (y * WIDTH + x) * 3;
                data[at] = (byte) (x < WIDTH / 2 ? 200 : 30);
                data[at + 1] = (byte) (y < HEIGHT / 2 ? 180 : 60);
                data[at + 2] = 90;
            }
        }
        return new Pixels(WIDTH, HEIGHT, 3, data);
    }

    /** As in the standard: on which sides row and column of the file are displayed. */
    private static Pixels stored(Pixels seen, int orientation) {
        boolean across = orientation >= 5;
        int rows = across ? WIDTH : HEIGHT;
        int columns = across ? HEIGHT : WIDTH;
        byte[] data = new byte[seen.data().length];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                int right = WIDTH - 1;
                int bottom = HEIGHT - 1;
                int x = new int[] {column, right - column, right - column, column, row, right - row, right - row, row}
                        [orientation - 1];
                int y = new int[] {
                            row, row, bottom - row, bottom - row, column, column, bottom - column, bottom - column
                        }
                        [orientation - 1];
                System.arraycopy(seen.data(), (y * WIDTH + x) * 3, data, (row * columns + column) * 3, 3);
            }
        }
        return new Pixels(columns, rows, 3, data);
    }

    private static byte[] tiff(ByteOrder order, int tag, int type, int count, int value) {
        ByteBuffer out = ByteBuffer.allocate(8 + 2 + 24 + 4).order(order);
        out.put((order == ByteOrder.BIG_ENDIAN ? "MM" : "II").getBytes(StandardCharsets.US_ASCII));
        out.putShort((short) 42).putInt(8).putShort((short) 2);
        out.putShort((short) 0x0100)
                .putShort((short) 3)
                .putInt(1)
                .putShort((short) 48)
                .putShort((short) 0);
        out.putShort((short) tag)
                .putShort((short) type)
                .putInt(count)
                .putShort((short) value)
                .putShort((short) 0);
        return out.putInt(0).array();
    }

    private static byte[] tiff(ByteOrder order, int orientation) {
        return tiff(order, 0x0112, 3, 1, orientation);
    }

    private static byte[] jpeg(Pixels pixels, byte[] exif) {
        try {
            ByteArrayOutputStream plain = new ByteArrayOutputStream();
            ImageIO.write(ImageIoPng.image(pixels), "jpeg", plain);
            byte[] body = plain.toByteArray();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.write(body, 0, 2);
            // Another APP1 first, as XMP has it.
            out.write(segment("http://ns.adobe.com/xap/1.0/\0".getBytes(StandardCharsets.ISO_8859_1), new byte[40]));
            out.write(segment("Exif\0\0".getBytes(StandardCharsets.ISO_8859_1), exif));
            out.write(body, 2, body.length - 2);
            return out.toByteArray();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] segment(byte[] head, byte[] body) {
        return ByteBuffer.allocate(4 + head.length + body.length)
                .putShort((short) 0xffe1)
                .putShort((short) (2 + head.length + body.length))
                .put(head)
                .put(body)
                .array();
    }

    private static byte[] png(Pixels pixels, byte[] exif) {
        byte[] body = ImageIoPng.encode(pixels);
        int header = 8 + 25;
        ByteBuffer chunk = ByteBuffer.allocate(12 + exif.length);
        chunk.putInt(exif.length)
                .put("eXIf".getBytes(StandardCharsets.US_ASCII))
                .put(exif);
        CRC32 crc = new CRC32();
        crc.update(chunk.array(), 4, 4 + exif.length);
        chunk.putInt((int) crc.getValue());
        return ByteBuffer.allocate(body.length + chunk.capacity())
                .put(body, 0, header)
                .put(chunk.array())
                .put(body, header, body.length - header)
                .array();
    }

    private static byte[] webp(Pixels pixels, byte[] exif) {
        byte[] plain = FFmpegWebp.encode(pixels);
        byte[] chunks = Arrays.copyOfRange(plain, 12, plain.length);
        ByteBuffer out =
                ByteBuffer.allocate(12 + 18 + chunks.length + 8 + exif.length).order(ByteOrder.LITTLE_ENDIAN);
        out.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(out.capacity() - 8);
        out.put("WEBPVP8X".getBytes(StandardCharsets.US_ASCII)).putInt(10).putInt(8);
        put24(out, pixels.width() - 1);
        put24(out, pixels.height() - 1);
        out.put(chunks).put("EXIF".getBytes(StandardCharsets.US_ASCII)).putInt(exif.length);
        return out.put(exif).array();
    }

    private static void put24(ByteBuffer out, int value) {
        out.put((byte) value).put((byte) (value >> 8)).put((byte) (value >> 16));
    }

    private static byte[] file(MediaKind kind, Pixels pixels, byte[] exif) {
        return switch (kind) {
            case JPEG -> jpeg(pixels, exif);
            case PNG -> png(pixels, exif);
            case WEBP -> webp(pixels, exif);
            case GIF, MP4 -> throw new IllegalArgumentException("no Exif in " + kind);
        };
    }

    private static double apart(Pixels a, Pixels b) {
        double sum = 0;
        for (int i = 0; i < a.data().length; i++) {
            sum += Math.abs((a.data()[i] & 0xff) - (b.data()[i] & 0xff));
        }
        return sum / a.data().length;
    }

    @ParameterizedTest
    @EnumSource(names = {"JPEG", "PNG", "WEBP"})
    void imageIsDisplayedAsItWasTaken(MediaKind kind) {
        for (int orientation = 1; orientation <= 8; orientation++) {
            ByteOrder order = orientation % 2 == 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
            byte[] file = file(kind, stored(upright(), orientation), tiff(order, orientation));
            Pixels read = new StillReader(MediaBudget.STILL).read(file);
            assertThat(read.width()).as("orientation " + orientation).isEqualTo(WIDTH);
            assertThat(read.height()).isEqualTo(HEIGHT);
            assertThat(apart(read, upright()))
                    .as("orientation " + orientation)
                    .isLessThan(kind == MediaKind.JPEG ? 4 : 0.001);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 9, 255, 65535})
    void anInvalidValueIsUpright(int value) {
        assertThat(of(tiff(ByteOrder.BIG_ENDIAN, value))).isEqualTo(Exif.UPRIGHT);
    }

    @Test
    void anotherTypeCountOrTagIsUpright() {
        assertThat(of(tiff(ByteOrder.BIG_ENDIAN, 0x0112, 4, 1, 6))).isEqualTo(Exif.UPRIGHT);
        assertThat(of(tiff(ByteOrder.BIG_ENDIAN, 0x0112, 3, 1 << 30, 6))).isEqualTo(Exif.UPRIGHT);
        assertThat(of(tiff(ByteOrder.BIG_ENDIAN, 0x0113, 3, 1, 6))).isEqualTo(Exif.UPRIGHT);
        assertThat(of(tiff(ByteOrder.BIG_ENDIAN, 0x0112, 3, 1, 6))).isEqualTo(6);
    }

    @Test
    void offsetsAndCountsThatLeadOutsideAreUpright() {
        byte[] far = tiff(ByteOrder.BIG_ENDIAN, 6);
        for (int offset : new int[] {-1, Integer.MAX_VALUE, Integer.MIN_VALUE, far.length - 1, far.length}) {
            ByteBuffer.wrap(far).putInt(4, offset);
            assertThat(of(far)).as("offset " + offset).isEqualTo(Exif.UPRIGHT);
        }
        byte[] many = tiff(ByteOrder.BIG_ENDIAN, 0x0113, 3, 1, 6);
        ByteBuffer.wrap(many).putShort(8, (short) -1);
        assertThat(of(many)).isEqualTo(Exif.UPRIGHT);
    }

    @ParameterizedTest
    @EnumSource(names = {"JPEG", "PNG", "WEBP"})
    void truncatedOrScrambledDataNeverThrows(MediaKind kind) {
        byte[] whole = file(kind, upright(), tiff(ByteOrder.LITTLE_ENDIAN, 6));
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThat(Exif.orientation(cut, kind)).as("cut to " + length).isIn(1, 6);
        }
        Random random = new Random(1);
        for (int round = 0; round < 20_000; round++) {
            byte[] scrambled = whole.clone();
            for (int i = 0; i < 1 + random.nextInt(8); i++) {
                scrambled[random.nextInt(Math.min(scrambled.length, 300))] = (byte) random.nextInt(256);
            }
            assertThatCode(() -> assertThat(Exif.orientation(scrambled, kind)).isBetween(1, 8))
                    .doesNotThrowAnyException();
        }
    }

    private static int of(byte[] exif) {
        return Exif.orientation(png(upright(), exif), MediaKind.PNG);
    }
}
