package io.darkroom.local.demo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One strip of images for each kind of job: the inputs, then the results. Seeds are fixed, so that the same models
 * give the same strips.
 */
public final class KindStrips {
    private static final String PUMPKIN = "jack-o-lantern";
    private static final String ROCKET = "rocket";
    private static final long SEED = 7;
    private static final int SHOWN = 4;
    private static final double SIGMA = 25;

    private final DemoRenderer renderer;
    private final Path clip;

    /**
     * @param clip whose future is predicted
     */
    public KindStrips(DemoRenderer renderer, Path clip) {
        this.renderer = renderer;
        this.clip = clip;
    }

    /** A kind and its images, of equal size when drawn. */
    public record Strip(String kind, List<BufferedImage> images) {}

    /** Makes one kind's strip. */
    @FunctionalInterface
    private interface StripSource {
        List<BufferedImage> images() throws InterruptedException;
    }

    /** The strips of all kinds that are served; the others are listed by {@link DemoRenderer#missing}. */
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

    private void add(List<Strip> strips, String kind, StripSource source) throws InterruptedException {
        if (renderer.serves(kind)) {
            strips.add(new Strip(kind, source.images()));
        }
    }

    private List<BufferedImage> beside(BufferedImage given, String kind, ObjectNode input) throws InterruptedException {
        List<BufferedImage> images = new ArrayList<>(List.of(given));
        images.addAll(renderer.develop(kind, input));
        return images;
    }

    private BufferedImage generate(String prompt) throws InterruptedException {
        return renderer.develop("image.generate", prompted(prompt)).getFirst();
    }

    /** Two images, then the composition of the left one's prompt and the right one's. */
    private List<BufferedImage> composed() throws InterruptedException {
        String left = "sun with face";
        String right = "full moon face";
        ObjectNode input = prompted(right).put("n", 2);
        var regions = input.putArray("regions");
        region(regions.addObject(), left, 0);
        region(regions.addObject(), right, 0.5);
        List<BufferedImage> images = new ArrayList<>(List.of(generate(left), generate(right)));
        images.addAll(renderer.develop("image.compose", input));
        return images;
    }

    private static void region(ObjectNode region, String prompt, double x) {
        region.put("prompt", prompt).put("x", x).put("y", 0).put("width", 0.5).put("height", 1);
    }

    private List<BufferedImage> walked() throws InterruptedException {
        ObjectNode input =
                prompted("cat").put("to_seed", SEED + 1).put("frames", 8).put("stills", true);
        return renderer.frames("image.interpolate", input, SHOWN);
    }

    private List<BufferedImage> transformed() throws InterruptedException {
        BufferedImage tiger = generate("tiger face");
        String given = renderer.upload(tiger);
        List<BufferedImage> images = new ArrayList<>(List.of(tiger));
        for (String other : List.of("panda", "fox", "polar bear")) {
            ObjectNode input = prompted(other).put("image", given).put("strength", 0.75);
            images.addAll(renderer.develop("image.transform", input));
        }
        return images;
    }

    private List<BufferedImage> varied() throws InterruptedException {
        BufferedImage dragon = generate("dragon");
        ObjectNode input =
                prompted("dragon").put("image", renderer.upload(dragon)).put("n", 3);
        return beside(dragon, "image.vary", input);
    }

    /** A scratch is painted over. */
    private List<BufferedImage> inpainted(BufferedImage rocket) throws InterruptedException {
        BufferedImage scratched = ImageEdits.scratched(rocket);
        BufferedImage mask = ImageEdits.scratchMask(rocket.getWidth(), rocket.getHeight());
        ObjectNode input = prompted(ROCKET)
                .put("image", renderer.upload(scratched))
                .put("mask", renderer.upload(mask))
                .put("n", 2);
        List<BufferedImage> images = new ArrayList<>(List.of(scratched, mask));
        images.addAll(renderer.develop("image.inpaint", input));
        return images;
    }

    /** The upper part of an image, and possible continuations below. */
    private List<BufferedImage> outpainted() throws InterruptedException {
        BufferedImage pumpkin = generate(PUMPKIN);
        int seen = pumpkin.getHeight() * 3 / 5;
        String given = renderer.upload(pumpkin.getSubimage(0, 0, pumpkin.getWidth(), seen));
        ObjectNode input =
                prompted(PUMPKIN).put("image", given).put("bottom", 2.0 / 3).put("n", 3);
        return beside(ImageEdits.cutBelow(pumpkin, seen), "image.outpaint", input);
    }

    private List<BufferedImage> predicted() throws InterruptedException {
        ObjectNode input = seeded().put("clip", renderer.upload(clip))
                .put("num_frames", 8)
                .put("include_context", true)
                .put("frames", true);
        return renderer.frames("video.predict", input, SHOWN);
    }

    private List<BufferedImage> filmed() throws InterruptedException {
        ObjectNode input = prompted("ghost").put("num_frames", 8).put("frames", true);
        return renderer.frames("video.generate", input, SHOWN);
    }

    private List<BufferedImage> upscaled(BufferedImage rocket) throws InterruptedException {
        BufferedImage small = ImageEdits.shrunk(rocket, 4);
        return beside(small, "image.upscale", object().put("image", renderer.upload(small)));
    }

    private List<BufferedImage> denoised(BufferedImage rocket) throws InterruptedException {
        BufferedImage noisy = ImageEdits.noisy(rocket, SIGMA, SEED);
        return beside(
                noisy,
                "image.denoise",
                object().put("image", renderer.upload(noisy)).put("sigma", SIGMA));
    }

    private List<BufferedImage> scratched(BufferedImage rocket) throws InterruptedException {
        BufferedImage scratched = ImageEdits.scratched(rocket);
        ObjectNode input = seeded().put("image", renderer.upload(scratched)).put("prompt", ROCKET);
        return beside(scratched, "image.detect-anomalies", input);
    }

    private List<BufferedImage> dataset() throws InterruptedException {
        ObjectNode input = seeded().put("count", SHOWN).put("masks", true);
        var classes = input.putArray("classes");
        classes.addObject().put("label", "apple").put("prompt", "a red apple");
        classes.addObject().put("label", "rocket").put("prompt", "a rocket");
        return renderer.shard("dataset.synthesize", input, SHOWN);
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
