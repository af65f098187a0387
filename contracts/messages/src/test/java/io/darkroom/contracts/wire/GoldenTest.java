package io.darkroom.contracts.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.darkroom.contracts.event.DeadLetter;
import io.darkroom.contracts.event.JobEvent;
import io.darkroom.contracts.fleet.ModelInfo;
import io.darkroom.contracts.job.JobRequest;
import io.darkroom.contracts.job.PredictVideo;
import io.darkroom.contracts.outcome.Outcome;
import io.darkroom.contracts.sample.Messages;
import io.darkroom.contracts.sample.Messages.Sample;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is on the wire, byte by byte. A change here is a change for processes of another version that run beside. */
class GoldenTest {
    static final Path GOLDEN = Path.of("src/test/resources/golden");

    static List<Sample> samples() {
        return Messages.all();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void isWrittenAsItsGolden(Sample sample) throws IOException {
        assertThat(text(Json.encode(sample.message()))).isEqualTo(golden(sample.name()));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void readsItsGolden(Sample sample) throws IOException {
        assertThat(Json.decode(bytes(golden(sample.name())), sample.type())).isEqualTo(sample.message());
    }

    @ParameterizedTest
    @MethodSource("samples")
    void skipsWhatANewerVersionAdds(Sample sample) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        JsonNode tree = mapper.readTree(golden(sample.name()));
        addEverywhere(tree);
        Object read = Json.decode(mapper.writeValueAsBytes(tree), sample.type());
        // Maps of client metadata accept any name; everything else must be unchanged.
        assertThat(withoutAdditions(mapper, read)).isEqualTo(mapper.readTree(golden(sample.name())));
    }

    /** The nested record has no field on the wire. */
    @Test
    void skipsAFieldNamedAsTheNestedRecord() throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        JsonNode tree = mapper.readTree(golden("job-request/image.compose"));
        ((ObjectNode) tree.path("input")).putObject("sampling").put("n", 9);
        assertThat(text(Json.encode(Json.decode(mapper.writeValueAsBytes(tree), JobRequest.class))))
                .isEqualTo(golden("job-request/image.compose"));
    }

    @Test
    void aDeadLetterIsWrittenAndReadAsItsGolden() throws IOException {
        Sample sample = Messages.deadLetter();
        assertThat(text(Json.encode(sample.message()))).isEqualTo(golden(sample.name()));
        assertThat(Json.decode(bytes(golden(sample.name())), DeadLetter.class))
                .usingRecursiveComparison()
                .isEqualTo(sample.message());
    }

    @Test
    void readsMessagesFromBeforeTheirOptionalFields() throws IOException {
        JobEvent.Finished finished =
                (JobEvent.Finished) Json.decode(bytes(golden("old/job-event.finished")), JobEvent.class);
        assertThat(finished.context()).isNull();
        JobEvent.Started started =
                (JobEvent.Started) Json.decode(bytes(golden("old/job-event.started")), JobEvent.class);
        assertThat(started.context()).isNull();
        JobRequest request = Json.decode(bytes(golden("old/job-request")), JobRequest.class);
        assertThat(request.webhook()).isNull();
        assertThat(request.expiresAt()).isNull();
        assertThat(request.verifies()).isNull();
    }

    @Test
    void readsMessagesFromBeforeThereWereMoreKinds() throws IOException {
        JobRequest request = Json.decode(bytes(golden("old/job-request.video")), JobRequest.class);
        assertThat(request.input()).isInstanceOfSatisfying(PredictVideo.class, video -> {
            assertThat(video.truth()).isNull();
            assertThat(video.media()).hasSize(1);
        });
        Outcome outcome = Json.decode(bytes(golden("old/outcome")), Outcome.class);
        assertThat(outcome.failures()).isEmpty();
        assertThat(outcome.outputs().getFirst().measures()).isNull();
        assertThat(outcome.receipt()).isNotNull();
        assertThat(outcome.receipt().settings()).isEmpty();
        ModelInfo model = Json.decode(bytes(golden("old/model-info")), ModelInfo.class);
        assertThat(model.abilities()).isEqualTo(ModelInfo.Abilities.NONE);
    }

    @Test
    void refusesWhatIsNoSuchMessage() {
        for (String bad : List.of(
                "",
                "{",
                "[]",
                "null x",
                "{\"type\":\"job.unheard-of\"}",
                "{\"type\":\"job.started\",\"schema\":null}",
                "{\"type\":\"job.canceling\",\"type\":\"job.started\"}")) {
            assertThatThrownBy(() -> Json.decode(bytes(bad), JobEvent.class))
                    .as(bad)
                    .isInstanceOf(Json.MalformedMessageException.class);
        }
    }

    @Test
    void refusesAnInputThatIsNotWhole() throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        for (String planted :
                List.of("{\"kind\":\"image.sing\"}", "{\"n\":null}", "{\"width\":\"wide\"}", "{\"seed\":[]}")) {
            JsonNode tree = mapper.readTree(golden("job-request/image.transform"));
            ((ObjectNode) tree.path("input")).setAll((ObjectNode) mapper.readTree(planted));
            byte[] bytes = mapper.writeValueAsBytes(tree);
            assertThatThrownBy(() -> Json.decode(bytes, JobRequest.class))
                    .as(planted)
                    .isInstanceOf(Json.MalformedMessageException.class);
        }
        ObjectNode without = (ObjectNode) mapper.readTree(golden("job-request/image.transform"));
        ((ObjectNode) without.path("input")).remove("steps");
        byte[] bytes = mapper.writeValueAsBytes(without);
        assertThatThrownBy(() -> Json.decode(bytes, JobRequest.class))
                .isInstanceOf(Json.MalformedMessageException.class)
                .hasMessageContaining("steps");
    }

    private static void addEverywhere(JsonNode tree) {
        tree.forEach(GoldenTest::addEverywhere);
        if (tree instanceof ObjectNode object && !isMapOfNumbers(object)) {
            object.put("x_of_tomorrow", "new");
        }
    }

    /** Measures: a newer version adds numbers there, nothing else. */
    private static boolean isMapOfNumbers(ObjectNode object) {
        return object.size() == 1 && object.has("score");
    }

    private static JsonNode withoutAdditions(ObjectMapper mapper, Object read) throws IOException {
        JsonNode tree = mapper.readTree(Json.encode(read));
        remove(tree);
        return tree;
    }

    private static void remove(JsonNode tree) {
        tree.forEach(GoldenTest::remove);
        if (tree instanceof ObjectNode object) {
            object.remove("x_of_tomorrow");
        }
    }

    static String golden(String name) throws IOException {
        return Files.readString(GOLDEN.resolve(name + ".json")).strip();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
