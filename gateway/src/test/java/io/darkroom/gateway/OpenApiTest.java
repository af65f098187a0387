package io.darkroom.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.gateway.stack.Client;
import io.darkroom.gateway.stack.GatewayStack;
import io.darkroom.rules.UsesServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The exported reference is what the gateway serves. Export: set {@code DARKROOM_EXPORT=true}. */
@UsesServers
@QuarkusTest
@QuarkusTestResource(GatewayStack.class)
class OpenApiTest {
    private static final Path REFERENCE = Path.of("..", "docs", "reference", "openapi.yaml");

    @Test
    void theExportedReferenceIsTrue() throws IOException {
        String served = Client.send(
                        HttpRequest.newBuilder(Client.uri("/openapi")).GET())
                .raw()
                .body();
        if ("true".equals(System.getenv("DARKROOM_EXPORT"))) {
            Files.createDirectories(REFERENCE.getParent());
            Files.writeString(REFERENCE, served);
        }
        assertThat(Files.readString(REFERENCE))
                .as("run the test with the environment variable DARKROOM_EXPORT=true and commit the file")
                .isEqualTo(served);
    }

    @Test
    void everyRouteIsDescribed() {
        String served = Client.send(
                        HttpRequest.newBuilder(Client.uri("/openapi")).GET())
                .raw()
                .body();
        assertThat(served)
                .contains(
                        "openapi: 3.1",
                        "/v1/jobs:",
                        "/v1/jobs/{id}:",
                        "/v1/jobs/{id}/cancel:",
                        "/v1/jobs/{id}/verify:",
                        "/v1/jobs/{id}/events:")
                .contains(
                        "/v1/uploads:",
                        "/v1/models:",
                        "/v1/fleet:",
                        "JobSubmission:",
                        "generate_image:",
                        "synthesize_dataset:",
                        "bearer");
    }
}
