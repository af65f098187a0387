package io.darkroom.gateway.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.darkroom.contracts.job.GenerateImage;
import io.darkroom.contracts.job.JobInput;
import io.darkroom.contracts.job.Priority;
import io.darkroom.contracts.job.Sampling;
import io.darkroom.gateway.http.ProblemException;
import io.darkroom.gateway.http.StrictJson;
import io.darkroom.gateway.stack.GatewayStack;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SubmissionReaderTest {
    private final SubmissionReader reader = TestReader.of(GatewayStack.STICKERS, GatewayStack.FUTURES);

    private static JsonNode json(String text) {
        return StrictJson.parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), 10_000);
    }

    private static JsonNode image(String more) {
        return json("{'kind':'image.generate','model':'stickers','input':{'prompt':'x'%s}}"
                .formatted(more)
                .replace('\'', '"'));
    }

    private List<String> violations(JsonNode body) {
        try {
            reader.read(body);
            return List.of();
        } catch (ProblemException e) {
            return e.violations().stream()
                    .map(violation -> violation.pointer() + " " + violation.code())
                    .toList();
        }
    }

    @Test
    void defaultsAreTheModels() {
        Submission submission = reader.read(image(""));
        assertThat(submission.make().apply(Map.of()).input()).isInstanceOfSatisfying(GenerateImage.class, input -> {
            assertThat(input.width()).isEqualTo(64);
            assertThat(input.steps()).isEqualTo(20);
            assertThat(input.guidanceScale()).isEqualTo(5);
            assertThat(input.scheduler()).isEqualTo("ddim");
            assertThat(input.n()).isEqualTo(1);
            assertThat(input.seed()).isBetween(0L, 1L << 32);
            assertThat(input.negativePrompt()).isNull();
        });
        assertThat(submission.options().priority()).isEqualTo(Priority.INTERACTIVE);
        assertThat(submission.options().expiresIn()).isNull();
    }

    @Test
    void whatIsGivenIsKept() {
        JsonNode body =
                image(",'width':128,'steps':7,'seed':9007199254740991,'n':2,'style':'neon','guidance_scale':1.5");
        JobInput input = reader.read(body).make().apply(Map.of()).input();
        assertThat(input)
                .isEqualTo(new GenerateImage(
                        new Sampling("x", null, "neon", 2, 128, 64, 7, 1.5, "ddim", 9007199254740991L, "png")));
        assertThat(reader.read(body).make().apply(Map.of()).workSeconds()).isEqualTo(0.01 * 7 * 2);
    }

    @Test
    void theModelsLimitsHoldHoweverANumberIsWritten() {
        assertThat(violations(image(",'steps':50"))).isEmpty();
        assertThat(violations(image(",'steps':51"))).containsExactly("/input/steps out_of_range");
        assertThat(violations(image(",'steps':51.0"))).containsExactly("/input/steps out_of_range");
        assertThat(violations(image(",'steps':5.5"))).containsExactly("/input/steps wrong_type");
        assertThat(violations(image(",'steps':1e400")))
                .containsExactly("/input/steps out_of_range", "/input/steps out_of_range");
        assertThat(violations(image(",'n':5"))).containsExactly("/input/n out_of_range");
        assertThat(violations(image(",'width':128,'height':100"))).containsExactly("/input/width not_allowed");
        assertThat(violations(image(",'negative_prompt':'" + "x".repeat(201) + "'")))
                .containsExactly("/input/negative_prompt too_long");
    }

    @Test
    void aModelDoesNotDoEverything() {
        assertThat(violations(json("{\"kind\":\"image.generate\",\"model\":\"futures\",\"input\":{\"prompt\":\"x\"}}")))
                .containsExactly("/kind not_served");
    }

    @Test
    void durationsAreReadInBothForms() {
        assertThat(SubmissionReader.Expiry.parse("10m")).contains(Duration.ofMinutes(10));
        assertThat(SubmissionReader.Expiry.parse("1d")).contains(Duration.ofDays(1));
        assertThat(SubmissionReader.Expiry.parse("PT1H30M")).contains(Duration.ofMinutes(90));
        for (String wrong : List.of("8d", "PT0S", "PT", "P", "-PT5M", "9999999d")) {
            assertThat(SubmissionReader.Expiry.parse(wrong)).as(wrong).isEmpty();
        }
    }

    @Test
    void fingerprintsKnowTheBodyNotItsWriting() {
        String one = Fingerprint.of(json("{\"a\": 1.50, \"b\": [true, \"x\"]}"));
        assertThat(Fingerprint.of(json("{\"b\":[true,\"x\"],\"a\":1.5}"))).isEqualTo(one);
        for (String other : List.of(
                "{\"a\":1.5,\"b\":[\"x\",true]}",
                "{\"a\":\"1.5\",\"b\":[true,\"x\"]}",
                "{\"a\":1.5,\"b\":[true,\"x\"],\"c\":null}")) {
            assertThat(Fingerprint.of(json(other))).as(other).isNotEqualTo(one);
        }
    }

    @Test
    void preferencesAreRead() {
        Duration max = Duration.ofSeconds(60);
        assertThat(Preferences.wait("wait=5", max)).isEqualTo(Duration.ofSeconds(5));
        assertThat(Preferences.wait("respond-async, wait = 500", max)).isEqualTo(max);
        assertThat(Preferences.wait("wait", max)).isEqualTo(max);
        assertThat(Preferences.wait("respond-async", max)).isZero();
        assertThat(Preferences.wait("nowait=5", max)).isZero();
        assertThat(Preferences.wait(null, max)).isZero();
    }

    @Test
    void strictJsonHasLimits() {
        assertThatThrownBy(() -> json("{\"a\":\"" + "x".repeat(10_000) + "\"}")).hasMessageContaining("body_too_large");
        assertThatThrownBy(() -> json("{\"a\":1e" + "9".repeat(70) + "}")).hasMessageContaining("malformed_json");
    }
}
