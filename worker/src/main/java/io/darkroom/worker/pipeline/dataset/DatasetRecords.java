package io.darkroom.worker.pipeline.dataset;

import io.darkroom.contracts.job.SynthesizeDataset;
import io.darkroom.contracts.job.SynthesizeDataset.LabeledClass;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The metadata of a dataset: the JSON beside each image (WebDataset) and {@code annotations.json} (COCO). */
public final class DatasetRecords {
    private DatasetRecords() {}

    /**
     * One image.
     *
     * @param key name of its files without extension
     * @param cls index of the class
     * @param box {@code [x, y, width, height]}, pixels; null if none is requested or there is no subject
     * @param area pixels of the subject; null if neither masks nor boxes are requested
     */
    public record Sample(
            String key,
            int item,
            int cls,
            String label,
            String prompt,
            @Nullable String style,
            long seed,
            int width,
            int height,
            @Nullable List<Integer> box,
            @Nullable Integer area) {}

    static Sample sample(SynthesizeDataset job, int item, @Nullable Cutout cutout) {
        LabeledClass shown = job.classOf(item);
        Cutout.Box box = cutout == null || !job.boxes() ? null : cutout.box();
        return new Sample(
                key(item),
                item,
                item % job.classes().size(),
                shown.label(),
                shown.prompt(),
                job.styleOf(item),
                job.seedOf(item),
                job.width(),
                job.height(),
                box == null ? null : List.of(box.x(), box.y(), box.width(), box.height()),
                cutout == null ? null : cutout.area());
    }

    static String key(int item) {
        return "%08d".formatted(item);
    }

    /** The COCO format of object detection, see https://cocodataset.org/#format-data. Ids are from 1. */
    public record Coco(List<Image> images, List<Annotation> annotations, List<Category> categories) {}

    /** @param shard name of the tar archive with the image */
    public record Image(int id, String fileName, int width, int height, String shard) {}

    public record Category(int id, String name) {}

    public record Annotation(
            int id,
            int imageId,
            int categoryId,
            @Nullable List<Integer> bbox,
            @Nullable Segmentation segmentation,
            int area,
            int iscrowd) {}

    /**
     * @param counts runs of 0 and 1 in turn, column by column, in COCO's compressed form
     * @param size height, width
     */
    public record Segmentation(String counts, List<Integer> size) {}

    static Image image(Sample sample, String shard) {
        return new Image(sample.item() + 1, sample.key() + ".png", sample.width(), sample.height(), shard);
    }

    /** Null if there is no subject. */
    static @Nullable Annotation annotation(SynthesizeDataset job, Sample sample, Cutout cutout) {
        if (cutout.box() == null) {
            return null;
        }
        int id = sample.item() + 1;
        Segmentation segmentation = job.masks()
                ? new Segmentation(compressed(cutout.runs()), List.of(cutout.height(), cutout.width()))
                : null;
        return new Annotation(id, id, sample.cls() + 1, sample.box(), segmentation, cutout.area(), 0);
    }

    /**
     * Run lengths as pycocotools compresses them: from the fourth on the difference to the last but one, each in groups of five
     * bits, lowest first, with a sixth bit if more follow, plus 48.
     */
    static String compressed(int[] runs) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < runs.length; i++) {
            long value = i > 2 ? (long) runs[i] - runs[i - 2] : runs[i];
            boolean more = true;
            while (more) {
                int group = (int) (value & 0x1f);
                value >>= 5;
                more = (group & 0x10) == 0 ? value != 0 : value != -1;
                out.append((char) ((more ? group | 0x20 : group) + 48));
            }
        }
        return out.toString();
    }

    static List<Category> categories(SynthesizeDataset job) {
        List<Category> out = new ArrayList<>();
        IntStream.range(0, job.classes().size())
                .forEach(i -> out.add(new Category(i + 1, job.classes().get(i).label())));
        return out;
    }
}
