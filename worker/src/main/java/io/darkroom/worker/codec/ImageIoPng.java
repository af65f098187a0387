package io.darkroom.worker.codec;

import io.darkroom.worker.raster.Pixels;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Images as PNG, RGB or RGBA, without timestamps or other metadata. */
public final class ImageIoPng {
    public static final String CONTENT_TYPE = "image/png";

    private ImageIoPng() {}

    public static byte[] encode(Pixels pixels) {
        ImageWriter writer = writer("png");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(pixels.data().length / 2);
        try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(out);
            ImageWriteParam parameters = writer.getDefaultWriteParam();
            writer.write(null, new IIOImage(image(pixels), null, null), parameters);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write a PNG to memory", e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    static ImageWriter writer(String format) {
        Iterator<ImageWriter> writers = ImageIO.getImageWritersByFormatName(format);
        if (!writers.hasNext()) {
            throw new IllegalStateException("this JDK cannot write " + format + "; is java.desktop missing?");
        }
        return writers.next();
    }

    static BufferedImage image(Pixels pixels) {
        boolean alpha = pixels.channels() == 4;
        BufferedImage image = new BufferedImage(
                pixels.width(), pixels.height(), alpha ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB);
        byte[] data = pixels.data();
        int[] packed = new int[pixels.width() * pixels.height()];
        for (int i = 0; i < packed.length; i++) {
            int at = i * pixels.channels();
            int opacity = alpha ? data[at + 3] & 0xff : 0xff;
            packed[i] = opacity << 24 | (data[at] & 0xff) << 16 | (data[at + 1] & 0xff) << 8 | data[at + 2] & 0xff;
        }
        image.setRGB(0, 0, pixels.width(), pixels.height(), packed, 0, pixels.width());
        return image;
    }
}
