package io.darkroom.contracts.job;

import java.util.List;
import java.util.stream.Stream;

/**
 * Layout to image: prompts in boxes.
 *
 * @param regions at least one; where regions overlap, their prompts are blended by weight
 * @param sampling the common sampling parameters; the prompt applies to the whole image
 */
public record ComposeImage(List<Region> regions, @Flat Sampling sampling) implements PromptedImage {
    public ComposeImage {
        regions = List.copyOf(regions);
    }

    @Override
    public List<String> prompts() {
        return Stream.concat(Stream.of(prompt()), regions.stream().map(Region::prompt))
                .toList();
    }

    @Override
    public List<MediaRef> media() {
        return List.of();
    }

    /**
     * A box with its own prompt.
     *
     * @param x left edge, as a fraction of the image's width, 0 to 1
     * @param y upper edge, as a fraction of the image's height, 0 to 1
     * @param width fraction of the image's width; {@code x + width <= 1}
     * @param height fraction of the image's height; {@code y + height <= 1}
     * @param weight relative weight where prompts overlap, above 0; default 1
     */
    public record Region(String prompt, double x, double y, double width, double height, double weight) {}
}
