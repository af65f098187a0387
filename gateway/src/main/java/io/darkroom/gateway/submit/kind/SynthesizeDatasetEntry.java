package io.darkroom.gateway.submit.kind;

import com.fasterxml.jackson.databind.JsonNode;
import io.darkroom.contracts.fleet.ModelInfo.Abilities;
import io.darkroom.contracts.fleet.ModelInfo.Size;
import io.darkroom.contracts.job.SynthesizeDataset;
import io.darkroom.contracts.job.SynthesizeDataset.LabeledClass;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** {@code dataset.synthesize}: generates a dataset of labeled images. */
final class SynthesizeDatasetEntry implements KindEntry<SynthesizeDataset> {
    /** Maximum number of images of one dataset, if the model has no limit. */
    private static final int MAX_ITEMS = 10_000;

    private static final int SHARD_SIZE = 1000;

    @Override
    public void check(Findings input) {
        input.prompts();
        Abilities abilities = input.model().abilities();
        input.atMost("count", Objects.requireNonNullElse(abilities.maxItems(), MAX_ITEMS));
        classes(input);
        int style = 0;
        for (JsonNode name : input.object().path("styles")) {
            input.oneOf("styles/" + style++, name, input.model().styles());
        }
        for (String marks : List.of("masks", "boxes")) {
            if (input.object().path(marks).asBoolean(false) && !Boolean.TRUE.equals(abilities.transparent())) {
                input.add(
                        marks,
                        "not_allowed",
                        "they are derived from transparency, which images of model '"
                                + input.model().id() + "' do not have");
            }
        }
    }

    private static void classes(Findings input) {
        Set<String> labels = new HashSet<>();
        int index = 0;
        for (JsonNode labeled : input.object().path("classes")) {
            Findings at = input.at("classes/" + index++, labeled);
            at.checkPromptLength("prompt");
            JsonNode label = labeled.path("label");
            if (label.isTextual() && !labels.add(label.textValue())) {
                at.add("label", "repeated", "another class has this label");
            }
        }
    }

    @Override
    public SynthesizeDataset input(Fields fields) {
        Size size = fields.size();
        return new SynthesizeDataset(
                fields.list(
                        "classes",
                        labeled -> new LabeledClass(
                                labeled.path("label").textValue(),
                                labeled.path("prompt").textValue())),
                fields.integer("count", 1),
                fields.list("styles", JsonNode::textValue),
                fields.text("format", "webdataset"),
                fields.flag("masks"),
                fields.flag("boxes"),
                fields.integer("shard_size", SHARD_SIZE),
                size.width(),
                size.height(),
                fields.steps(),
                fields.guidanceScale(),
                fields.scheduler(),
                fields.seed());
    }
}
