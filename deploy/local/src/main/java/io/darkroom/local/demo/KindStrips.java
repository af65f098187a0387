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
    private static final String PUMPKIN = "jack-o-lantern";
    private static final String ROCKET = "rocket";
    private static final long SEED = 7;
    private static final int SHOWN = 4;
    private static final double SIGMA = 25;

    private final DemoRenderer studio;
    private final Path clip;

    /**
     * @param clip whose future is predicted
     */
    public KindStrips(DemoRenderer studio, Path clip) {
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
        BufferedImage rocket = generate(ROCKET);
        add(
                strips,
                "image.generate",
                () -> List.of(rocket, generate("castle"), generate("penguin"), generate(PUMPKIN)));
        add(strips, "image.compose", this::composed);
        add(strips, "image.interpolate", this::walked);
        add(strips, "image.transform", this::transformed);
        add(strips, "image.vary", this::varied);
        add(strips, "image.inpaint", () -> inpainted(rocket));
        add(strips, "image.outpaint", this::outpainted);
        add(strips, "image.upscale", () -> upscaled(rocket));
        add(strips, "image.denoise", () -> denoised(rocket));
        add(strips, "image.detect-anomalies", () -> scratched(rocket));
        add(strips, "dataset.synthesize", this::dataset);
        add(strips, "video.predict", this::predicted);
        add(strips, "video.generate", this::filmed);
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

    private BufferedImage generate(String prompt) throws InterruptedException {
        return studio.develop("image.generate", prompted(prompt)).getFirst();
    }

    /** Two pictures, then what comes of the left half of the one and the right half of the other. */
    private List<BufferedImage> composed() throws InterruptedException {
        String left = "sun with face";
        String right = "full moon face";
        ObjectNode input = prompted(right).put("n", 2);
        var regions = input.putArray("regions");
        region(regions.addObject(), left, 0);
        region(regions.addObject(), right, 0.5);
        List<BufferedImage> pictures = new ArrayList<>(List.of(generate(left), generate(right)));
        pictures.addAll(studio.develop("image.compose", input));
        return pictures;
    }

    private static void region(ObjectNode region, String prompt, double x) {
        region.put("prompt", prompt).put("x", x).put("y", 0).put("width", 0.5).put("height", 1);
    }

    private List<BufferedImage> walked() throws InterruptedException {
        ObjectNode input =
                prompted("cat").put("to_seed", SEED + 1).put("frames", 8).put("stills", true);
        return studio.frames("image.interpolate", input, SHOWN);
    }

    private List<BufferedImage> transformed() throws InterruptedException {
        BufferedImage tiger = generate("tiger face");
        String given = studio.upload(tiger);
        List<BufferedImage> pictures = new ArrayList<>(List.of(tiger));
        for (String other : List.of("panda", "fox", "polar bear")) {
            ObjectNode input = prompted(other).put("image", given).put("strength", 0.75);
            pictures.addAll(studio.develop("image.transform", input));
        }
        return pictures;
    }

    private List<BufferedImage> varied() throws InterruptedException {
        BufferedImage dragon = generate("dragon");
        ObjectNode input =
                prompted("dragon").put("image", studio.upload(dragon)).put("n", 3);
        return beside(dragon, "image.vary", input);
    }

    /** Something that does not belong there is painted over. */
    private List<BufferedImage> inpainted(BufferedImage rocket) throws InterruptedException {
        BufferedImage scratched = Retouch.scratched(rocket);
        BufferedImage mask = Retouch.scratchMask(rocket.getWidth(), rocket.getHeight());
        ObjectNode input = prompted(ROCKET)
                .put("image", studio.upload(scratched))
                .put("mask", studio.upload(mask))
                .put("n", 2);
        List<BufferedImage> pictures = new ArrayList<>(List.of(scratched, mask));
        pictures.addAll(studio.develop("image.inpaint", input));
        return pictures;
    }

    /** The upper part of a picture, and what could be below. */
    private List<BufferedImage> outpainted() throws InterruptedException {
        BufferedImage pumpkin = generate(PUMPKIN);
        int seen = pumpkin.getHeight() * 3 / 5;
        String given = studio.upload(pumpkin.getSubimage(0, 0, pumpkin.getWidth(), seen));
        ObjectNode input =
                prompted(PUMPKIN).put("image", given).put("bottom", 2.0 / 3).put("n", 3);
        return beside(Retouch.cutBelow(pumpkin, seen), "image.outpaint", input);
    }

    private List<BufferedImage> predicted() throws InterruptedException {
        ObjectNode input = seeded().put("clip", studio.upload(clip))
                .put("num_frames", 8)
                .put("include_context", true)
                .put("frames", true);
        return studio.frames("video.predict", input, SHOWN);
    }

    private List<BufferedImage> filmed() throws InterruptedException {
        ObjectNode input = prompted("ghost").put("num_frames", 8).put("frames", true);
        return studio.frames("video.generate", input, SHOWN);
    }

    private List<BufferedImage> upscaled(BufferedImage rocket) throws InterruptedException {
        BufferedImage small = Retouch.shrunk(rocket, 4);
        return beside(small, "image.upscale", object().put("image", studio.upload(small)));
    }

    private List<BufferedImage> denoised(BufferedImage rocket) throws InterruptedException {
        BufferedImage noisy = Retouch.noisy(rocket, SIGMA, SEED);
        return beside(
                noisy,
                "image.denoise",
                object().put("image", studio.upload(noisy)).put("sigma", SIGMA));
    }

    private List<BufferedImage> scratched(BufferedImage rocket) throws InterruptedException {
        BufferedImage scratched = Retouch.scratched(rocket);
        ObjectNode input = seeded().put("image", studio.upload(scratched)).put("prompt", ROCKET);
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
