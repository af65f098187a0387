package io.darkroom.contracts.job;

import java.util.List;

/** Text to image. */
public record GenerateImage(@Flat Sampling sampling) implements PromptedImage {
    @Override
    public List<MediaRef> media() {
        return List.of();
    }
}
