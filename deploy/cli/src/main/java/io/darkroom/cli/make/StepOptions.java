package io.darkroom.cli.make;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of the denoising. */
final class StepOptions {
    @Option(names = "--seed", description = "Item i uses seed + i. Default: random.")
    private @Nullable Long seed;

    @Option(names = "--steps", description = "Denoising steps.")
    private @Nullable Integer steps;

    @Option(names = "--guidance", paramLabel = "SCALE", description = "Classifier-free guidance; 1 switches it off.")
    private @Nullable Double guidance;

    @Option(names = "--scheduler", paramLabel = "NAME", description = "One of the model's, see ./darkroom models.")
    private @Nullable String scheduler;

    void fill(ObjectNode input) {
        Results.putIfSet(input, "seed", seed);
        Results.putIfSet(input, "steps", steps);
        Results.putIfSet(input, "guidance_scale", guidance);
        Results.putIfSet(input, "scheduler", scheduler);
    }
}
