package io.darkroom.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.darkroom.gateway.stack.Client;
import io.darkroom.gateway.stack.GatewayLook;
import io.darkroom.gateway.stack.RoleProfiles;
import io.darkroom.platform.kafka.KafkaClientSettings;
import io.darkroom.rules.UsesServers;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The API role does the background work of the API and calls no clients. */
@UsesServers
@QuarkusTest
@TestProfile(RoleProfiles.Api.class)
class ApiRoleTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    @Inject
    KafkaClientSettings kafka;

    @TestHTTPResource(value = "/", management = true)
    URI management;

    @Test
    void projectsAndPlansAndSendsNoWebhooks() throws Exception {
        await().atMost(SOON).until(() -> GatewayLook.status(management, "/q/health/ready") == 200);
        await().atMost(SOON).until(() -> GatewayLook.status(management, "/fleet/demand/workers") == 200);
        await().atMost(SOON)
                .until(() -> GatewayLook.joined(kafka), Set.of(GatewayLook.PROJECT, GatewayLook.QUOTA)::equals);
    }

    @Test
    void fetchesNothingWhereThatIsSwitchedOff() {
        Client.Answer answer = Client.of("alice").post("/v1/jobs", """
            {"kind": "video.predict", "model": "futures", "input": {"clip": "https://example.com/clip.mp4"}}
            """);
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json().at("/violations/0/code").asText())
                .as(answer.toString())
                .isEqualTo("no_urls");
    }
}
