package io.darkroom.gateway.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.contracts.event.JobEvent;
import io.darkroom.contracts.job.JobId;
import io.darkroom.contracts.wire.Json;
import io.darkroom.gateway.stack.GatewayStack;
import io.darkroom.rules.UsesServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

@UsesServers
@QuarkusTest
@QuarkusTestResource(GatewayStack.class)
class JobRendererTest {
    @Inject
    JobRenderer renderer;

    /** Its event was read before its request. */
    @Test
    void aJobOfAnUnknownKindIsShownWithoutOne() {
        JobId id = JobId.derived("alice", "unknown kind");
        JobView view = JobFold.event(null, new JobEvent.CancelRequested(1, id, "alice", 0, 0, Instant.EPOCH))
                .orElseThrow();
        assertThat(new String(Json.encode(renderer.render(view)), StandardCharsets.UTF_8))
                .contains(id.value(), "\"state\":\"canceling\"")
                .doesNotContain("\"kind\"", "\"model\"");
    }
}
