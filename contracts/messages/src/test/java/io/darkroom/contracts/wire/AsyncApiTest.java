package io.darkroom.contracts.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The AsyncAPI document names what there is: no more topics, no fewer, and schemas that exist. */
class AsyncApiTest {
    private static final Path ROOT = Path.of("src/main/resources/io/darkroom/contracts");
    private static final Pattern PARAMETER = Pattern.compile("\\{(\\w+)}");

    private JsonNode document;

    @BeforeEach
    void read() throws IOException {
        document = new YAMLMapper().readTree(Files.readString(ROOT.resolve("asyncapi.yaml")));
    }

    @Test
    void everyTopicHasOneChannelAndEveryChannelATopic() {
        List<String> topics = Topics.all(2).stream().map(Topics.Spec::name).toList();
        List<Pattern> channels = new ArrayList<>();
        document.get("channels").forEach(channel -> channels.add(address(channel)));
        for (String topic : topics) {
            assertThat(channels.stream()
                            .filter(channel -> channel.matcher(topic).matches()))
                    .as(topic)
                    .hasSize(1);
        }
        for (Pattern channel : channels) {
            assertThat(topics.stream().filter(topic -> channel.matcher(topic).matches()))
                    .as(channel.pattern())
                    .isNotEmpty();
        }
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        List<String> references = new ArrayList<>();
        collect(document, references);
        assertThat(references).hasSizeGreaterThan(20);
        for (String reference : references) {
            if (reference.startsWith("#")) {
                assertThat(document.at(reference.substring(1)).isMissingNode())
                        .as(reference)
                        .isFalse();
            } else {
                assertThat(ROOT.resolve(reference)).as(reference).isRegularFile();
            }
        }
    }

    private static Pattern address(JsonNode channel) {
        Matcher parameters = PARAMETER.matcher(channel.get("address").asText().replace(".", "\\."));
        return Pattern.compile(parameters.replaceAll(found -> {
            JsonNode values = channel.at("/parameters/" + found.group(1) + "/enum");
            List<String> names = new ArrayList<>();
            values.forEach(value -> names.add(Pattern.quote(value.asText())));
            return Matcher.quoteReplacement(names.isEmpty() ? "[0-9]+" : "(" + String.join("|", names) + ")");
        }));
    }

    private static void collect(JsonNode tree, List<String> references) {
        for (Map.Entry<String, JsonNode> property : tree.properties()) {
            if (property.getKey().equals("$ref")) {
                references.add(property.getValue().asText());
            }
        }
        tree.forEach(child -> collect(child, references));
    }
}
