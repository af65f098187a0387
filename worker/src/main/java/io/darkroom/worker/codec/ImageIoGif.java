package io.darkroom.worker.codec;

import io.darkroom.worker.raster.Pixels;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Clips as looping GIF, each frame with an optimal palette of 256 colours. */
public final class ImageIoGif {
    public static final String CONTENT_TYPE = "image/gif";

    private static final String FORMAT = "javax_imageio_gif_image_1.0";
    private static final byte[] LOOP = {1, 0, 0};

    private ImageIoGif() {}

    /** @param fps frames per second; the format counts hundredths of a second, and remainders are carried over to later frames */
    public static byte[] encode(List<Pixels> frames, double fps) {
        ImageWriter writer = ImageIoPng.writer("gif");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.prepareWriteSequence(null);
            for (int i = 0; i < frames.size(); i++) {
                long delay = Math.round((i + 1) * 100 / fps) - Math.round(i * 100 / fps);
                BufferedImage image = ImageIoPng.image(frames.get(i));
                writer.writeToSequence(new IIOImage(image, null, metadata(writer, image, delay, i == 0)), null);
            }
            writer.endWriteSequence();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write a GIF to memory", e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    private static IIOMetadata metadata(ImageWriter writer, BufferedImage image, long delay, boolean first)
            throws IOException {
        IIOMetadata metadata = writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(image), null);
        IIOMetadataNode root = new IIOMetadataNode(FORMAT);
        IIOMetadataNode control = new IIOMetadataNode("GraphicControlExtension");
        control.setAttribute("disposalMethod", "none");
        control.setAttribute("userInputFlag", "FALSE");
        control.setAttribute("transparentColorFlag", "FALSE");
        control.setAttribute("transparentColorIndex", "0");
        // Browsers slow down animations with less than two hundredths.
        control.setAttribute("delayTime", String.valueOf(Math.max(2, delay)));
        root.appendChild(control);
        if (first) {
            IIOMetadataNode extensions = new IIOMetadataNode("ApplicationExtensions");
            IIOMetadataNode loop = new IIOMetadataNode("ApplicationExtension");
            loop.setAttribute("applicationID", "NETSCAPE");
            loop.setAttribute("authenticationCode", "2.0");
            loop.setUserObject(LOOP.clone());
            extensions.appendChild(loop);
            root.appendChild(extensions);
        }
        metadata.mergeTree(FORMAT, root);
        return metadata;
    }
}
