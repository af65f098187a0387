package io.darkroom.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.darkroom.gateway.stack.Client;
import io.darkroom.gateway.stack.Client.Answer;
import io.darkroom.gateway.stack.GatewayStack;
import io.darkroom.gateway.stack.JobLog;
import io.darkroom.rules.UsesServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The documented problem each time, and nothing published. */
@UsesServers
@QuarkusTest
@QuarkusTestResource(GatewayStack.class)
class BadInputTest {
    private final JobLog log = new JobLog();
    private Client alice;
    private long published;

    @BeforeEach
    void countWhatIsPublished() {
        alice = Client.of("alice");
        published = log.records();
    }

    @AfterEach
    void nothingWasPublished() {
        assertThat(log.records()).isEqualTo(published);
    }

    private static String clip(String clip) {
        return "{\"kind\":\"video.predict\",\"model\":\"futures\",\"input\":{\"clip\":\"" + clip + "\"}}";
    }

    private static List<String> violations(Answer answer) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(422);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        List<String> found = new ArrayList<>();
        for (JsonNode violation : answer.json().path("violations")) {
            found.add(violation.path("pointer").asText() + " "
                    + violation.path("code").asText());
        }
        return found;
    }

    private void refused(Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.json().path("code").asText()).isEqualTo(code);
        assertThat(answer.json().path("request_id").asText()).isEqualTo(answer.header("X-Request-Id"));
    }

    @Test
    void anUnknownModelListsThoseThatExist() {
        Answer answer = alice.post(
                "/v1/jobs", "{\"kind\":\"image.generate\",\"model\":\"dall-e\",\"input\":{\"prompt\":\"x\"}}");
        assertThat(violations(answer)).containsExactly("/model unknown_model");
        assertThat(answer.raw().body()).contains("futures, stickers");
    }

    @Test
    void anUnknownFieldIsAnError() {
        Answer answer = alice.post(
                "/v1/jobs",
                "{\"kind\":\"image.generate\",\"model\":\"stickers\",\"input\":{\"prompt\":\"x\",\"stepz\":3},\"x/y\":1}");
        assertThat(violations(answer)).containsExactlyInAnyOrder("/input/stepz unknown_field", "/x~1y unknown_field");
    }

    @Test
    void allViolationsAreReportedTogether() {
        Answer answer = alice.post("/v1/jobs", """
                {"kind": "image.generate", "model": "stickers", "expires_in": "9d",
                 "webhook": {"url": "http://169.254.169.254/latest"}, "metadata": {"a": 1},
                 "input": {"steps": 51, "n": "four", "width": 100, "scheduler": "magic", "seed": -1}}
                """);
        assertThat(violations(answer))
                .containsExactlyInAnyOrder(
                        "/input/prompt required",
                        "/input/steps out_of_range",
                        "/input/n wrong_type",
                        "/input/width not_allowed",
                        "/input/scheduler not_allowed",
                        "/input/seed out_of_range",
                        "/expires_in out_of_range",
                        "/webhook/url refused",
                        "/metadata/a wrong_type");
    }

    @Test
    void aBodyOf20MegabytesIsNotRead() {
        String huge = "{\"kind\":\"" + "x".repeat(20_000_000) + "\"}";
        refused(alice.post("/v1/jobs", huge), 413, "body_too_large");
    }

    @Test
    void aHugeBodyOfUnknownLengthIsCutOff() {
        byte[] huge = new byte[20_000_000];
        refused(
                Client.send(alice.request("/v1/jobs")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(huge)))),
                413,
                "body_too_large");
    }

    @Test
    void brokenJsonIsRefused() {
        for (String broken : List.of(
                "",
                "{",
                "{\"kind\":\"a\",\"kind\":\"b\"}",
                "{\"input\":NaN}",
                "{} {}",
                "[".repeat(40) + "]".repeat(40),
                "{\"a\":1 // comment\n}")) {
            refused(alice.post("/v1/jobs", broken), 400, "malformed_json");
        }
        assertThat(violations(alice.post("/v1/jobs", "[]"))).containsExactly(" wrong_type");
    }

    @Test
    void anotherMediaTypeIsRefused() {
        Answer answer = Client.send(
                alice.request("/v1/jobs").header("Content-Type", "text/plain").POST(BodyPublishers.ofString("{}")));
        refused(answer, 415, "unsupported_media_type");
    }

    @Test
    void hostileMediaAreRefusedUnread() {
        byte[] html = "<svg onload=alert(1)>".getBytes(StandardCharsets.US_ASCII);
        assertThat(violations(alice.upload("image/png", html))).containsExactly(" unsupported_media");
        String data = "data:image/gif;base64," + Base64.getEncoder().encodeToString(html);
        assertThat(violations(alice.post("/v1/jobs", clip(data)))).containsExactly("/input/clip unsupported_media");
        byte[] jpeg = {(byte) 0xff, (byte) 0xd8, (byte) 0xff, 0, 0, 0};
        String still = "data:video/mp4;base64," + Base64.getEncoder().encodeToString(jpeg);
        assertThat(violations(alice.post("/v1/jobs", clip(still)))).containsExactly("/input/clip unsupported_media");
    }

    @Test
    void eachMediumMustBeOfItsTypeAndAllViolationsAreReported() {
        String gif = "data:image/gif;base64,"
                + Base64.getEncoder().encodeToString("GIF89a...".getBytes(StandardCharsets.US_ASCII));
        byte[] jpeg = {(byte) 0xff, (byte) 0xd8, (byte) 0xff, 0, 0, 0};
        String still = "data:image/jpeg;base64," + Base64.getEncoder().encodeToString(jpeg);
        Answer answer = alice.post("/v1/jobs", """
                {"kind": "image.inpaint", "model": "stickers",
                 "input": {"image": "%s", "mask": "%s", "prompt": "a worm"}}
                """.formatted(gif, still));
        assertThat(violations(answer))
                .containsExactly("/input/image unsupported_media", "/input/mask unsupported_media");
    }

    @Test
    void aClipThatCannotBeReachedIsRefused() {
        assertThat(violations(alice.post("/v1/jobs", clip("/etc/passwd")))).containsExactly("/input/clip malformed");
        assertThat(violations(alice.post("/v1/jobs", clip("file:///etc/passwd"))))
                .containsExactly("/input/clip malformed");
        assertThat(violations(alice.post("/v1/jobs", clip("https://127.0.0.1/clip.mp4"))))
                .containsExactly("/input/clip refused");
        assertThat(violations(alice.post("/v1/jobs", clip("upload:up_" + "0".repeat(32)))))
                .containsExactly("/input/clip unknown_upload");
        assertThat(violations(alice.post("/v1/jobs", clip("upload:../../bob/x"))))
                .containsExactly("/input/clip unknown_upload");
    }

    @Test
    void anUnknownRouteAndMethodAreProblems() {
        refused(alice.get("/v1/nothing"), 404, "not_found");
        refused(Client.send(alice.request("/v1/jobs").DELETE()), 405, "method_not_allowed");
    }

    @Test
    void allViolationsOfAQueryAreReported() {
        assertThat(violations(alice.get("/v1/jobs?state=done&limit=1000&cursor=x&kind=y&created_after=now")))
                .containsExactlyInAnyOrder(
                        "?state invalid",
                        "?limit invalid",
                        "?cursor invalid",
                        "?kind invalid",
                        "?created_after invalid");
    }
}
