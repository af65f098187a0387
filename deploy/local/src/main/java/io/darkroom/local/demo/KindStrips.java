package io.darkroom.local.demo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One strip of pictures for each kind of job: what was given, then what came out. Seeds are fixed, so that the same models
 * give the same strips.
 */
public final class KindStrips {
    private static final String PROMPT = "a red apple with a green leaf";
    private static final long SEED = 7;
    private static final int SHOWN = 4;
    private static final double SIGMA = 25;

    private final Studio studio;
    private final Path clip;

    /**
     * @param clip whose future is predicted
     */
    public KindStrips(Studio studio, Path clip) {
        this.studio = studio;
        this.clip = clip;
    }

    /** A kind and its pictures, of equal size when drawn. */
    public record Strip(String kind, List<BufferedImage> pictures) {}

    /** What a kind shows. */
    @FunctionalInterface
    private interface Show {
        List<BufferedImage> pictures() throws InterruptedException;
    }

    /** The strips of all kinds that are served; the others are told to the studio's listener. */
    public List<Strip> make() throws InterruptedException {
        List<Strip> strips = new ArrayList<>();
        BufferedImage apple = studio.develop("image.generate", prompted(PROMPT)).getFirst();
        String given = studio.upload(apple);
        add(
                strips,
                "image.generate",
                () -> studio.develop("image.generate", prompted(PROMPT).put("n", SHOWN)));
        add(strips, "image.compose", this::composed);
        add(
                strips,
                "image.interpolate",
                () -> studio.frames(
                        "image.interpolate",
                        prompted(PROMPT)
                                .put("to_seed", SEED + 1)
                                .put("frames", 8)
                                .put("stills", true),
                        SHOWN));
        add(
                strips,
                "image.transform",
                () -> beside(
                        apple,
                        "image.transform",
                        prompted("a golden apple").put("image", given).put("n", 3)));
        add(
                strips,
                "image.vary",
                () -> beside(
                        apple,
                        "image.vary",
                        seeded().put("image", given).put("prompt", PROMPT).put("n", 3)));
        add(strips, "image.inpaint", () -> inpainted(apple, given));
        add(
                strips,
                "image.outpaint",
                () -> beside(
                        apple,
                        "image.outpaint",
                        prompted(PROMPT)
                                .put("image", given)
                                .put("left", 0.5)
                                .put("right", 0.5)
                                .put("n", 3)));
        add(strips, "image.upscale", () -> upscaled(apple));
        add(strips, "image.denoise", () -> denoised(apple));
        add(strips, "image.detect-anomalies", () -> scratched(apple));
        add(strips, "dataset.synthesize", this::dataset);
        add(
                strips,
                "video.predict",
                () -> studio.frames(
                        "video.predict",
                        seeded().put("clip", studio.upload(clip))
                                .put("num_frames", 8)
                                .put("include_context", true)
                                .put("frames", true),
                        SHOWN));
        add(
                strips,
                "video.generate",
                () -> studio.frames(
                        "video.generate",
                        prompted("a red balloon").put("num_frames", 8).put("frames", true),
                        SHOWN));
        return strips;
    }

    private void add(List<Strip> strips, String kind, Show show) throws InterruptedException {
        if (studio.serves(kind)) {
            strips.add(new Strip(kind, show.pictures()));
        }
    }

    private List<BufferedImage> beside(BufferedImage given, String kind, ObjectNode input) throws InterruptedException {
        List<BufferedImage> pictures = new ArrayList<>(List.of(given));
        pictures.addAll(studio.develop(kind, input));
        return pictures;
    }

    private List<BufferedImage> composed() throws InterruptedException {
        ObjectNode input = prompted("two stickers side by side").put("n", SHOWN);
        var regions = input.putArray("regions");
        regions.addObject()
                .put("prompt", "a red apple")
                .put("x", 0)
                .put("y", 0)
                .put("width", 0.5)
                .put("height", 1);
        regions.addObject()
                .put("prompt", "a yellow banana")
                .put("x", 0.5)
                .put("y", 0)
                .put("width", 0.5)
                .put("height", 1);
        return studio.develop("image.compose", input);
    }

    private List<BufferedImage> inpainted(BufferedImage apple, String given) throws InterruptedException {
        BufferedImage mask = Retouch.mask(apple.getWidth(), apple.getHeight());
        ObjectNode input = prompted("a green apple")
                .put("image", given)
                .put("mask", studio.upload(mask))
                .put("n", 2);
        List<BufferedImage> pictures = new ArrayList<>(List.of(apple, mask));
        pictures.addAll(studio.develop("image.inpaint", input));
        return pictures;
    }

    private List<BufferedImage> upscaled(BufferedImage apple) throws InterruptedException {
        BufferedImage small = Retouch.shrunk(apple, 4);
        return beside(small, "image.upscale", object().put("image", studio.upload(small)));
    }

    private List<BufferedImage> denoised(BufferedImage apple) throws InterruptedException {
        BufferedImage noisy = Retouch.noisy(apple, SIGMA, SEED);
        return beside(
                noisy,
                "image.denoise",
                object().put("image", studio.upload(noisy)).put("sigma", SIGMA));
    }

    private List<BufferedImage> scratched(BufferedImage apple) throws InterruptedException {
        BufferedImage scratched = Retouch.scratched(apple);
        ObjectNode input = seeded().put("image", studio.upload(scratched)).put("prompt", PROMPT);
        return beside(scratched, "image.detect-anomalies", input);
    }

    private List<BufferedImage> dataset() throws InterruptedException {
        ObjectNode input = seeded().put("count", SHOWN).put("masks", true);
        var classes = input.putArray("classes");
        classes.addObject().put("label", "apple").put("prompt", "a red apple");
        classes.addObject().put("label", "rocket").put("prompt", "a rocket");
        return studio.shard("dataset.synthesize", input, SHOWN);
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static ObjectNode seeded() {
        return object().put("seed", SEED);
    }

    private static ObjectNode prompted(String prompt) {
        return seeded().put("prompt", prompt);
    }
}
