package io.darkroom.worker.pipeline.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.darkroom.contracts.job.SynthesizeDataset;
import io.darkroom.contracts.job.SynthesizeDataset.LabeledClass;
import io.darkroom.contracts.outcome.Failure;
import io.darkroom.contracts.outcome.FailureCode;
import io.darkroom.contracts.wire.Json;
import io.darkroom.worker.codec.MediaThreads;
import io.darkroom.worker.pipeline.Engines;
import io.darkroom.worker.pipeline.FakeContext;
import io.darkroom.worker.pipeline.FinishedMedia;
import io.darkroom.worker.pipeline.JobStopped;
import io.darkroom.worker.pipeline.Moderation;
import io.darkroom.worker.pipeline.PipelineResult;
import io.darkroom.worker.raster.Pixels;
import io.darkroom.worker.residency.Engine;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class SynthesizeDatasetPipelineTest {
    private static Engine engine;
    private static MediaThreads media;
    private static SynthesizeDatasetPipeline pipeline;
    private static int side;

    private final FakeContext context = new FakeContext();

    @BeforeAll
    static void start() {
        engine = Engines.tiny();
        media = new MediaThreads();
        pipeline = new SynthesizeDatasetPipeline(engine, media);
        side = engine.model("tiny-sticker").size().width();
    }

    @AfterAll
    static void stop() {
        engine.close();
        media.close();
    }

    private static SynthesizeDataset job(int count, String format, int shardSize) {
        List<LabeledClass> classes = List.of(
                new LabeledClass("apple", "a red apple"),
                new LabeledClass("cat", "a cat"),
                new LabeledClass("car", "a blue car"));
        return new SynthesizeDataset(
                classes, count, List.of("noto", "fluent"), format, true, true, shardSize, side, side, 2, 2, "ddim", 40);
    }

    /** Files of a tar by name, read by a parser of the test's own. */
    private static Map<String, byte[]> untar(byte[] tar) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        int at = 0;
        while (tar[at] != 0) {
            String name = new String(tar, at, 100, StandardCharsets.US_ASCII).replace("\0", "");
            int size = Integer.parseInt(new String(tar, at + 124, 11, StandardCharsets.US_ASCII), 8);
            int sum = 0;
            for (int i = 0; i < 512; i++) {
                sum += i >= 148 && i < 156 ? ' ' : tar[at + i] & 0xff;
            }
            assertThat(Integer.parseInt(new String(tar, at + 148, 6, StandardCharsets.US_ASCII), 8))
                    .isEqualTo(sum);
            assertThat(new String(tar, at + 257, 5, StandardCharsets.US_ASCII)).isEqualTo("ustar");
            files.put(name, Arrays.copyOfRange(tar, at + 512, at + 512 + size));
            at += 512 + (size + 511) / 512 * 512;
        }
        assertThat(tar).hasSize(at + 1024);
        return files;
    }

    private static BufferedImage image(byte[] png) {
        try {
            return ImageIO.read(new ByteArrayInputStream(png));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Map<String, byte[]> allFiles(FakeContext run) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        run.stored.stream()
                .filter(it -> it.role().equals("shard"))
                .forEach(shard -> files.putAll(untar(shard.bytes())));
        return files;
    }

    @Test
    void makesShardsOfImagesLabelsMasksAndBoxes() throws Exception {
        PipelineResult result = pipeline.run("tiny-sticker", job(11, "webdataset", 4), context);
        assertThat(result.steps()).isEqualTo(22);
        assertThat(context.stored)
                .extracting(FinishedMedia::name)
                .containsExactly("shard-000000.tar", "shard-000001.tar", "shard-000002.tar");
        assertThat(context.stored).extracting(FinishedMedia::frames).containsExactly(4, 4, 3);
        Map<String, byte[]> files = allFiles(context);
        assertThat(files).hasSize(44);
        for (int item = 0; item < 11; item++) {
            String key = "%08d".formatted(item);
            JsonNode json = Json.mapper().readTree(files.get(key + ".json"));
            assertThat(json.path("label").asText())
                    .isEqualTo(List.of("apple", "cat", "car").get(item % 3));
            assertThat(json.path("style").asText())
                    .isEqualTo(List.of("noto", "fluent").get(item / 3 % 2));
            assertThat(json.path("seed").asLong()).isEqualTo(40 + item);
            assertThat(new String(files.get(key + ".cls"), StandardCharsets.US_ASCII))
                    .isEqualTo(String.valueOf(item % 3));
            assertMaskAndBox(image(files.get(key + ".png")), image(files.get(key + ".mask.png")), json);
        }
    }

    /** The mask is where the image is opaque, and each side of the box touches it. */
    private static void assertMaskAndBox(BufferedImage image, BufferedImage mask, JsonNode json) {
        int left = side;
        int top = side;
        int right = -1;
        int bottom = -1;
        int area = 0;
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                boolean opaque = image.getRGB(x, y) >>> 24 >= 128;
                assertThat((mask.getRGB(x, y) & 0xff) == 255).isEqualTo(opaque);
                if (opaque) {
                    left = Math.min(left, x);
                    right = Math.max(right, x);
                    top = Math.min(top, y);
                    bottom = Math.max(bottom, y);
                    area++;
                }
            }
        }
        assertThat(json.path("area").asInt()).isEqualTo(area);
        if (area == 0) {
            assertThat(json.has("box")).isFalse();
        } else {
            assertThat(Json.mapper().convertValue(json.path("box"), int[].class))
                    .containsExactly(left, top, right - left + 1, bottom - top + 1);
        }
    }

    @Test
    void makesCoco() throws Exception {
        pipeline.run("tiny-sticker", job(7, "coco", 5), context);
        assertThat(context.stored)
                .extracting(FinishedMedia::name)
                .containsExactly("shard-000000.tar", "shard-000001.tar", "annotations.json");
        JsonNode coco = Json.mapper().readTree(context.stored.getLast().bytes());
        assertThat(coco.path("images")).hasSize(7);
        assertThat(coco.path("categories").findValuesAsText("name")).containsExactly("apple", "cat", "car");
        Map<String, byte[]> files = allFiles(context);
        assertThat(files.keySet()).containsExactlyElementsOf(coco.path("images").findValuesAsText("file_name"));
        for (JsonNode annotation : coco.path("annotations")) {
            BufferedImage image = image(
                    files.get("%08d.png".formatted(annotation.path("image_id").asInt() - 1)));
            boolean[] mask =
                    decode(annotation.path("segmentation").path("counts").asText());
            int area = 0;
            for (int i = 0; i < mask.length; i++) {
                assertThat(mask[i]).isEqualTo(image.getRGB(i / side, i % side) >>> 24 >= 128);
                area += mask[i] ? 1 : 0;
            }
            assertThat(annotation.path("area").asInt()).isEqualTo(area);
        }
    }

    /** COCO's compressed run lengths, column by column, as pycocotools reads them. */
    private static boolean[] decode(String counts) {
        List<Integer> runs = new ArrayList<>();
        for (int at = 0; at < counts.length(); ) {
            long value = 0;
            int group = 0;
            boolean more = true;
            while (more) {
                int c = counts.charAt(at++) - 48;
                value |= (long) (c & 0x1f) << 5 * group++;
                more = (c & 0x20) != 0;
                if (!more && (c & 0x10) != 0) {
                    value |= -1L << 5 * group;
                }
            }
            runs.add((int) (runs.size() > 2 ? value + runs.get(runs.size() - 2) : value));
        }
        boolean[] mask = new boolean[side * side];
        int at = 0;
        for (int i = 0; i < runs.size(); i++) {
            Arrays.fill(mask, at, at + runs.get(i), i % 2 == 1);
            at += runs.get(i);
        }
        assertThat(at).isEqualTo(mask.length);
        return mask;
    }

    private static Map<String, String> digests(FakeContext run) {
        return run.stored.stream()
                .collect(Collectors.toMap(
                        FinishedMedia::name, it -> Arrays.hashCode(it.bytes()) + " " + it.bytes().length));
    }

    @ParameterizedTest
    @ValueSource(strings = {"webdataset", "coco"})
    void resumesAnywhereWithEqualBytesAndStoresNoShardTwice(String format) throws Exception {
        SynthesizeDataset job = job(40, format, 9);
        pipeline.run("tiny-sticker", job, context);
        for (int stop = 3; stop <= 80; stop += 7) {
            FakeContext stopped = new FakeContext().stopAt(stop);
            assertThatThrownBy(() -> pipeline.run("tiny-sticker", job, stopped)).isInstanceOf(JobStopped.class);
            FakeContext successor = new FakeContext().left(stopped.saved.getLast(), stopped.stored);
            pipeline.run("tiny-sticker", job, successor);
            // A shard that is stored twice would give a key twice.
            assertThat(digests(successor)).as("stopped at " + stop).isEqualTo(digests(context));
        }
    }

    @Test
    void resumesWithAShardThatWasFullAndCouldNotBeStored() throws Exception {
        SynthesizeDataset job = job(10, "coco", 5);
        pipeline.run("tiny-sticker", job, context);
        FakeContext stopped = new FakeContext();
        stopped.failNextFile = true;
        assertThatThrownBy(() -> pipeline.run("tiny-sticker", job, stopped)).isInstanceOf(JobStopped.class);
        assertThat(stopped.stored).isEmpty();
        FakeContext successor = new FakeContext().left(stopped.saved.getLast(), List.of());
        pipeline.run("tiny-sticker", job, successor);
        assertThat(digests(successor)).isEqualTo(digests(context));
    }

    @Test
    void leavesOutRefusedItems() throws Exception {
        context.moderation = new Moderation() {
            @Override
            public Optional<Failure> prompt(String prompt) {
                return prompt.contains("cat")
                        ? Optional.of(Failure.of(FailureCode.CONTENT_REFUSED, "no cats"))
                        : Optional.empty();
            }

            @Override
            public Optional<Failure> image(Pixels image) {
                return Optional.empty();
            }
        };
        pipeline.run("tiny-sticker", job(9, "webdataset", 4), context);
        assertThat(context.refused.keySet()).containsExactlyInAnyOrder(1, 4, 7);
        assertThat(allFiles(context).keySet())
                .filteredOn(it -> it.endsWith(".cls"))
                .hasSize(6);
        assertThat(context.stored).extracting(FinishedMedia::frames).containsExactly(3, 2, 1);
    }
}
