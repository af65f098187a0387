package io.darkroom.cli.make;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that refine a prompt. */
final class PromptOptions {
    @Option(names = "--negative", paramLabel = "TEXT", description = "What to steer away from.")
    private @Nullable String negative;

    @Option(names = "--style", description = "One of the model's styles, see ./darkroom models.")
    private @Nullable String style;

    void fill(ObjectNode input) {
        Results.putIfSet(input, "negative_prompt", negative);
        Results.putIfSet(input, "style", style);
    }
}
