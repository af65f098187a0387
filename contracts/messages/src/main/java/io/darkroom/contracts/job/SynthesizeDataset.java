package io.darkroom.contracts.job;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A labeled dataset. Item {@code i} is an image of {@link #classOf} in {@link #styleOf}, with {@code seed + i}. So any
 * worker can make any item, in any order, with the same result.
 *
 * @param classes at least one; used in rotation
 * @param count total number of images
 * @param styles some of the model's styles, used in rotation; empty: none
 * @param format {@code webdataset} (tar shards) or {@code coco} (tar shards of images and one annotation file)
 * @param masks whether each image gets a segmentation mask
 * @param boxes whether each image gets a bounding box
 * @param shardSize images of one shard; the last one may have fewer
 * @param width pixels
 * @param height pixels
 * @param steps denoising steps of one image
 * @param guidanceScale classifier-free guidance; 1 switches it off
 * @param scheduler name of one of the model's schedulers
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

    /** The class of item {@code i}. */
    public LabeledClass classOf(int item) {
        return classes.get(item % classes.size());
    }

    /** The style of item {@code i}; null: none. Each class is combined with all styles. */
    public @Nullable String styleOf(int item) {
        return styles.isEmpty() ? null : styles.get(item / classes.size() % styles.size());
    }

    /**
     * @param label class name in the annotations
     * @param prompt prompt of the class
     */
    public record LabeledClass(String label, String prompt) {}
}
