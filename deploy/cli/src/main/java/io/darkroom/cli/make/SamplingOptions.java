package io.darkroom.cli.make;

import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Mixin;

/** The options of {@link io.darkroom.contracts.job.Sampling}, without the prompt: how noise becomes still images. */
final class SamplingOptions {
    @Mixin
    private PromptOptions prompted = new PromptOptions();

    @Mixin
    private ImageOptions images = new ImageOptions();

    @Mixin
    private StepOptions steps = new StepOptions();

    void fill(ObjectNode input) {
        prompted.fill(input);
        images.fill(input);
        steps.fill(input);
    }
}
