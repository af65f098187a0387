package io.darkroom.contracts.job;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A labeled dataset. Item {@code i} is an image of {@link #classOf} in {@link #styleOf}, with {@code seed + i}: so any
 * worker makes the same item, in any order.
 *
 * @param classes at least one; they take turns
 * @param count images in all
 * @param styles of the model's, they take turns; empty: none
 * @param format {@code webdataset} (tar shards) or {@code coco} (tar shards of images and one annotation file)
 * @param masks whether each image gets a segmentation mask
 * @param boxes whether each image gets a bounding box
 * @param shardSize images of one shard; the last one may have fewer
 * @param width pixels
 * @param height pixels
 * @param steps denoising steps of one image
 * @param guidanceScale classifier-free guidance; 1 switches it off
 * @param scheduler name, one of the model's
 */
public record SynthesizeDataset(
        List<LabeledClass> classes,
        int count,
        List<String> styles,
        String format,
        boolean masks,
        boolean boxes,
        int shardSize,
        int width,
        int height,
        int steps,
        double guidanceScale,
        String scheduler,
        long seed)
        implements Denoising {
    public SynthesizeDataset {
        classes = List.copyOf(classes);
        styles = List.copyOf(styles);
    }

    @Override
    public int items() {
        return count;
    }

    @Override
    public List<MediaRef> media() {
        return List.of();
    }

    /** What item {@code i} shows. */
    public LabeledClass classOf(int item) {
        return classes.get(item % classes.size());
    }

    /** In which style item {@code i} is made; null: none. Each class goes through all styles. */
    public @Nullable String styleOf(int item) {
        return styles.isEmpty() ? null : styles.get(item / classes.size() % styles.size());
    }

    /**
     * @param label name in the annotations
     * @param prompt what is drawn
     */
    public record LabeledClass(String label, String prompt) {}
}
