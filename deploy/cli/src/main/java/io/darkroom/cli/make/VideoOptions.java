package io.darkroom.cli.make;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of moving images. */
final class VideoOptions {
    @Option(names = "--frames", paramLabel = "N", description = "Number of frames.")
    private @Nullable Integer frames;

    @Option(names = "--fps", description = "Frames per second.")
    private @Nullable Double fps;

    @Option(names = "--format", paramLabel = "mp4|webp|gif", description = "Default: mp4; webp for interpolate.")
    private @Nullable String format;

    @Option(names = "--stills", description = "Also saves each frame as PNG.")
    private boolean stills;

    /**
     * @param framesField the kind's field for the number of frames
     * @param stillsField the kind's field for single frames
     */
    void fill(ObjectNode input, String framesField, String stillsField) {
        Results.putIfSet(input, framesField, frames);
        Results.putIfSet(input, "fps", fps);
        Results.putIfSet(input, "output_format", format);
        Results.putIfTrue(input, stillsField, stills);
    }
}
