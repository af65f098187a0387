package io.darkroom.cli.make;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.darkroom.cli.option.Size;
import io.darkroom.cli.terminal.Terminal;
import io.darkroom.contracts.job.JobKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Labeled images. */
@Command(
        name = "synthesize",
        mixinStandardHelpOptions = true,
        description = "Makes a labeled dataset, in shards.",
        footer = {
            "",
            "Example: ./darkroom synthesize --class \"apple=a red apple\" --class \"pear=a pear\" --count 1000 --masks"
        })
public final class SynthesizeCommand extends MakeCommand {
    @Option(
            names = "--class",
            paramLabel = "LABEL=PROMPT",
            required = true,
            description = "A class: its label in the annotations, and its prompt.")
    private Map<String, String> classes = new LinkedHashMap<>();

    @Option(names = "--count", required = true, description = "Images in total; the classes alternate.")
    private int count;

    @Option(names = "--style", paramLabel = "STYLE", description = "One of the model's styles; several alternate.")
    private List<String> styles = new ArrayList<>();

    @Option(names = "--format", paramLabel = "webdataset|coco", description = "Default: webdataset.")
    private @Nullable String format;

    @Option(names = "--masks", description = "With a segmentation mask of each image.")
    private boolean masks;

    @Option(names = "--boxes", description = "With a bounding box of each image.")
    private boolean boxes;

    @Option(names = "--shard-size", paramLabel = "N", description = "Images of one shard. Default: 1000.")
    private @Nullable Integer shardSize;

    @Option(names = "--size", paramLabel = "WxH", description = "In pixels, e.g. 128x128.")
    private @Nullable Size size;

    @Mixin
    private StepOptions steps = new StepOptions();

    public SynthesizeCommand(Terminal terminal) {
        super(terminal, JobKind.DATASET_SYNTHESIZE);
    }

    @Override
    String label() {
        return String.join("-", classes.keySet());
    }

    @Override
    String suffix() {
        return "-dataset";
    }

    @Override
    void fill(ObjectNode input, Media media) {
        ArrayNode labeled = input.putArray("classes");
        classes.forEach(
                (label, prompt) -> labeled.addObject().put("label", label).put("prompt", prompt));
        input.put("count", count);
        if (!styles.isEmpty()) {
            styles.forEach(input.putArray("styles")::add);
        }
        Results.putIfSet(input, "format", format);
        Results.putIfTrue(input, "masks", masks);
        Results.putIfTrue(input, "boxes", boxes);
        Results.putIfSet(input, "shard_size", shardSize);
        ImageOptions.fillSize(input, size);
        steps.fill(input);
    }
}
