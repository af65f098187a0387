package io.darkroom.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import org.junit.jupiter.api.Test;

/** Calls clients back and does nothing else. */
@UsesServers
@QuarkusTest
@TestProfile(RoleProfiles.Webhooks.class)
class WebhooksRoleTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    @Inject
    KafkaClientSettings kafka;

    @TestHTTPResource(value = "/", management = true)
    URI management;

    @Test
    void callsBackAndNeitherProjectsNorPlans() throws Exception {
        await().atMost(SOON).until(() -> GatewayLook.status(management, "/q/health/ready") == 200);
        await().atMost(SOON).until(() -> GatewayLook.joined(kafka), GatewayLook.NOTIFY::equals);
        assertThat(GatewayLook.status(management, "/fleet/demand/workers"))
                .as("no plan")
                .isEqualTo(503);
    }
}
