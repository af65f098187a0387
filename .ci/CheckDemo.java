import java.nio.ByteBuffer;
import java.util.Arrays;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** Whether what the demo left is real: stickers with clear and solid pixels, a sheet, a video with frames. */
final class CheckDemo {
    private static final int STICKERS = 4;
    private static final int PREDICTED = 8;

    public static void main(String[] args) throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.list(Path.of(args[0]))) {
            files = found.sorted().toList();
        }
        List<Path> stickers = files.stream()
                .filter(file -> file.toString().endsWith(".png"))
                .filter(file -> !file.endsWith("contact-sheet.png"))
                .toList();
        require(stickers.size() == STICKERS, "expected " + STICKERS + " stickers, found " + stickers);
        for (Path sticker : stickers) {
            checkSticker(sticker);
        }
        BufferedImage sheet = ImageIO.read(Path.of(args[0], "contact-sheet.png").toFile());
        require(sheet != null && sheet.getWidth() == sheet.getHeight(), "the contact sheet is not a square image");
        List<Path> videos = files.stream().filter(file -> file.toString().endsWith(".mp4")).toList();
        require(videos.size() == 1, "expected one video, found " + videos);
        int frames = frames(Files.readAllBytes(videos.getFirst()));
        require(frames >= PREDICTED, videos + " has only " + frames + " frames");
        System.out.println("The demo left " + STICKERS + " stickers, their sheet and a video of " + frames + " frames.");
    }

    private static void checkSticker(Path file) throws IOException {
        BufferedImage image = ImageIO.read(file.toFile());
        require(image != null, file + " cannot be read as an image");
        require(image.getColorModel().hasAlpha(), file + " has no transparency");
        int clear = 0;
        int solid = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                int alpha = image.getRGB(x, y) >>> 24;
                clear += alpha < 16 ? 1 : 0;
                solid += alpha > 239 ? 1 : 0;
            }
        }
        int hundredth = image.getWidth() * image.getHeight() / 100;
        require(clear > hundredth, file + " has no clear pixels");
        require(solid > hundredth, file + " has no solid pixels");
    }

    /** The sample count of the first track: box stsz, after its type, version and default size. */
    private static int frames(byte[] mp4) {
        byte[] type = "stsz".getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i + 16 <= mp4.length; i++) {
            if (Arrays.equals(mp4, i, i + 4, type, 0, 4)) {
                return ByteBuffer.wrap(mp4, i + 12, 4).getInt();
            }
        }
        throw new IllegalStateException("the video has no sample table");
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }
}
