package io.darkroom.cli.make;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How pictures move, and how they are stored. */
final class MovingOptions {
    @Option(names = "--frames", paramLabel = "N", description = "Number of frames.")
    private @Nullable Integer frames;

    @Option(names = "--fps", description = "Frames per second.")
    private @Nullable Double fps;

    @Option(names = "--format", paramLabel = "mp4|webp|gif", description = "Default: mp4; webp for interpolate.")
    private @Nullable String format;

    @Option(names = "--stills", description = "Saves each frame as PNG, too.")
    private boolean stills;

    /**
     * @param framesField how the kind calls the number of frames
     * @param stillsField how the kind calls the wish for single frames
     */
    void fill(ObjectNode input, String framesField, String stillsField) {
        Results.putIfSet(input, framesField, frames);
        Results.putIfSet(input, "fps", fps);
        Results.putIfSet(input, "output_format", format);
        Results.putIfTrue(input, stillsField, stills);
    }
}
