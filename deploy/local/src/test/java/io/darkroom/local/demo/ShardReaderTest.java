package io.darkroom.local.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShardReaderTest {
    @TempDir
    Path folder;

    private static byte[] entry(String name, byte[] content) {
        byte[] header = new byte[512];
        byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, header, 0, bytes.length);
        byte[] size = String.format("%011o", content.length).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(size, 0, header, 124, size.length);
        byte[] whole = Arrays.copyOf(header, 512 + (content.length + 511) / 512 * 512);
        System.arraycopy(content, 0, whole, 512, content.length);
        return whole;
    }

    private static byte[] png(int width) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(width, 1, BufferedImage.TYPE_INT_ARGB), "png", out);
        return out.toByteArray();
    }

    private Path shard(byte[]... parts) throws IOException {
        ByteArrayOutputStream tar = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            tar.write(part);
        }
        return Files.write(folder.resolve("shard.tar"), tar.toByteArray());
    }

    @Test
    void theFirstImagesAreRead() throws IOException {
        Path shard = shard(
                entry("0.png", png(3)),
                entry("0.json", "{}".getBytes(StandardCharsets.US_ASCII)),
                entry("1.png", png(700)),
                entry("2.png", png(5)),
                new byte[1024]);
        assertThat(ShardReader.images(shard, 2))
                .extracting(BufferedImage::getWidth)
                .containsExactly(3, 700);
        assertThat(ShardReader.images(shard, 9)).hasSize(3);
    }

    @Test
    void whatIsNoArchiveIsRefused() throws IOException {
        byte[] noise = new byte[2048];
        Arrays.fill(noise, (byte) 'x');
        assertThatThrownBy(() -> ShardReader.images(shard(noise), 1)).hasMessageContaining("not a tar archive");
        assertThat(ShardReader.images(shard(new byte[1024]), 1)).isEqualTo(List.of());
    }
}
