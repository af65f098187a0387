package io.darkroom.contracts.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.darkroom.contracts.sample.Messages;
import io.darkroom.contracts.sample.Messages.Sample;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The schemas accept the golden messages and reject invalid ones. */
class SchemaTest {
    static final Path SCHEMAS = Path.of("src/main/resources/io/darkroom/contracts/schema");
    private static final String BASE = "https://darkroom.example/schema/";
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final SchemaRegistry REGISTRY =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12, builder -> builder.schemas(texts()));

    static Stream<Sample> samples() {
        return Stream.concat(Messages.all().stream(), Stream.of(Messages.deadLetter()));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void acceptsTheGolden(Sample sample) throws IOException {
        assertThat(errors(sample.schema(), tree(sample))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void refusesEachFieldWithAnotherType(Sample sample) throws IOException {
        for (String field : names(tree(sample))) {
            ObjectNode planted = tree(sample);
            planted.putObject(field).put("x", 1);
            assertThat(errors(sample.schema(), planted)).as(field).isNotEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void refusesAMessageWithoutARequiredField(Sample sample) throws IOException {
        JsonNode required = MAPPER.readTree(Files.readString(SCHEMAS.resolve(sample.schema() + ".schema.json")))
                .get("required");
        assertThat(required).isNotEmpty();
        for (JsonNode field : required) {
            ObjectNode planted = tree(sample);
            planted.remove(field.asText());
            assertThat(errors(sample.schema(), planted)).as(field.asText()).isNotEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "job-request.image, /input/output_format, \"gif\"",
        "job-request.image, /input/kind, \"image.sing\"",
        "job-request.image, /webhook/events, [\"job.exploded\"]",
        "job-request.image, /id, \"job_il\"",
        "job-request.video, /input/clip/sha256, \"ABC\"",
        "job-request.video, /input/fps, 0",
        "job-request/image.transform, /input/strength, 0",
        "job-request/image.outpaint, /input/left, 1.5",
        "job-request/image.upscale, /input/factor, 1",
        "job-request/image.interpolate, /input/frames, 1",
        "job-request/image.compose, /input/regions, []",
        "job-request/image.detect-anomalies, /input/level, 2",
        "job-request/dataset.synthesize, /input/format, \"zip\"",
        "job-request/video.generate, /input/image_model, 3",
        "job-request.verifying, /verifies/job_id, \"job_il\"",
        "job-request.verifying, /verifies/outputs/0/sha256, \"ABC\"",
        "outcome.partly, /failures/0/item, -1",
        "outcome.partly, /outputs/0/measures, {\"score\": \"high\"}",
        "outcome.partly, /outputs/0/role, \"hologram\"",
        "model-info.able, /abilities/size_range, {\"min\": 8}",
        "job-event.started, /type, \"job.unheard-of\"",
        "job-event.started, /context/kind, \"video.sing\"",
        "job-event.released, /reason, \"boredom\"",
        "job-event.finished, /outcome/state, \"running\"",
        "outcome.failed, /failure/code, \"bad_luck\"",
        "outcome.succeeded, /outputs/0/width, 0",
        "webhook-endpoint, /secrets, []",
        "delivery, /tries, -1",
        "tenant-quota, /device_seconds, -1",
        "hold-mark, /mark, \"forgotten\"",
    })
    void refusesPlantedErrorsInside(String golden, String pointer, String value) throws IOException {
        Sample sample =
                samples().filter(one -> one.name().equals(golden)).findFirst().orElseThrow();
        ObjectNode planted = tree(sample);
        int slash = pointer.lastIndexOf('/');
        ((ObjectNode) planted.at(pointer.substring(0, slash)))
                .set(pointer.substring(slash + 1), MAPPER.readTree(value));
        assertThat(errors(sample.schema(), planted)).isNotEmpty();
    }

    @Test
    void everySchemaBelongsToAGoldenOrIsShared() throws IOException {
        try (Stream<Path> files = Files.list(SCHEMAS)) {
            assertThat(files.map(file -> file.getFileName().toString().replace(".schema.json", "")))
                    .containsExactlyInAnyOrderElementsOf(
                            Stream.concat(Stream.of("common"), samples().map(Sample::schema))
                                    .distinct()
                                    .toList());
        }
    }

    private static List<String> errors(String schema, JsonNode message) {
        Schema found = REGISTRY.getSchema(SchemaLocation.of(BASE + schema + ".schema.json"));
        return found.validate(message.toString(), InputFormat.JSON).stream()
                .map(Object::toString)
                .toList();
    }

    private static ObjectNode tree(Sample sample) throws IOException {
        return (ObjectNode) MAPPER.readTree(GoldenTest.golden(sample.name()));
    }

    private static List<String> names(JsonNode tree) {
        return tree.properties().stream().map(Map.Entry::getKey).toList();
    }

    private static Map<String, String> texts() {
        Map<String, String> texts = new HashMap<>();
        try (Stream<Path> files = Files.list(SCHEMAS)) {
            for (Path file : files.toList()) {
                texts.put(BASE + file.getFileName(), Files.readString(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return texts;
    }
}
