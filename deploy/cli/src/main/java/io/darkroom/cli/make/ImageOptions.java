package io.darkroom.cli.make;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.darkroom.cli.option.Size;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Number, size and format of still images. */
final class ImageOptions {
    @Option(names = "--n", description = "Number of images.")
    private @Nullable Integer n;

    @Option(names = "--size", paramLabel = "WxH", description = "In pixels, e.g. 128x128.")
    private @Nullable Size size;

    @Option(names = "--format", paramLabel = "png|webp", description = "Default: png.")
    private @Nullable String format;

    void fill(ObjectNode input) {
        Results.putIfSet(input, "n", n);
        fillSize(input, size);
        Results.putIfSet(input, "output_format", format);
    }

    static void fillSize(ObjectNode input, @Nullable Size size) {
        if (size != null) {
            input.put("width", size.width()).put("height", size.height());
        }
    }
}
