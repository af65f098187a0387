package io.darkroom.gateway.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.darkroom.contracts.callback.Delivery;
import io.darkroom.contracts.callback.WebhookEndpoint;
import io.darkroom.contracts.callback.WebhookEndpoint.LiveSecret;
import io.darkroom.contracts.event.JobEvent;
import io.darkroom.contracts.job.JobContext;
import io.darkroom.contracts.job.JobId;
import io.darkroom.contracts.job.JobKind;
import io.darkroom.contracts.wire.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

class CallbackPlanTest {
    private static final JobId JOB = JobId.random(1, new Random(1));
    private static final String HOOK = "https://hooks.example/a";

    private final Endpoints endpoints = new Endpoints();
    private final CallbackPlan plan = new CallbackPlan(endpoints);

    @Test
    void callsTheJobsOwnTargetAndTheTenantsEndpointsThatWantIt() {
        endpoints.put(endpoint("we_all", "alice", "job.started", "job.completed"));
        endpoints.put(endpoint("we_end", "alice", "job.completed"));
        endpoints.put(endpoint("we_bob", "bob", "job.completed"));
        endpoints.put(endpoint("we_gone", "alice", "job.completed").disabled(Events.AT, "gone"));
        var context = Events.to(HOOK, "job.completed");
        assertThat(plan.of(Events.finished(JOB, "alice", context)))
                .extracting(Delivery::endpoint, Delivery::url)
                .containsExactlyInAnyOrder(tuple("we_all", null), tuple("we_end", null), tuple(null, HOOK));
        assertThat(plan.of(Events.started(JOB, "alice", 1, context)))
                .extracting(Delivery::endpoint)
                .containsExactly("we_all");
    }

    @Test
    void startsOnceHoweverManyAttemptsThereAre() {
        var context = Events.to(HOOK, "job.started");
        assertThat(plan.of(Events.started(JOB, "alice", 1, context))).hasSize(1);
        assertThat(plan.of(Events.started(JOB, "alice", 2, context))).isEmpty();
        assertThat(plan.of(Events.finished(JOB, "alice", context))).isEmpty();
    }

    @Test
    void nothingElseCallsBack() {
        endpoints.put(endpoint("we_all", "alice", "job.started", "job.completed"));
        assertThat(plan.of(new JobEvent.Progressed(1, JOB, "alice", 1, 2, Events.AT, 1, 20, 100)))
                .isEmpty();
        assertThat(plan.of(new JobEvent.CancelRequested(1, JOB, "alice", 1, 0, Events.AT)))
                .isEmpty();
        assertThat(plan.of(new JobEvent.Released(1, JOB, "alice", 1, 3, Events.AT, "shutdown", "")))
                .isEmpty();
    }

    @Test
    void theSameEventMakesTheSameIdAndBytes() {
        var context = Events.to(HOOK, "job.completed");
        Delivery once = plan.of(Events.finished(JOB, "alice", context)).getFirst();
        Delivery again = plan.of(Json.decode(Json.encode(Events.finished(JOB, "alice", context)), JobEvent.class))
                .getFirst();
        assertThat(again).isEqualTo(once);
        assertThat(once.id()).matches("msg_[0-9a-f]{32}");
        Delivery elsewhere = plan.of(Events.finished(JOB, "alice", Events.to(HOOK + "b", "job.completed")))
                .getFirst();
        assertThat(elsewhere.id()).isNotEqualTo(once.id());
    }

    /** While Redis is unavailable a job may be started twice; one id must not stand for two contents. */
    @Test
    void twoDifferentStartsHaveDifferentIds() {
        var context = Events.to(HOOK, "job.started");
        JobEvent first = new JobEvent.Started(1, JOB, "alice", 1, 1, Events.AT, "w1", context);
        JobEvent second = new JobEvent.Started(1, JOB, "alice", 1, 1, Events.AT.plusMillis(5), "w2", context);
        Delivery delivery = plan.of(first).getFirst();
        assertThat(plan.of(first).getFirst()).isEqualTo(delivery);
        assertThat(plan.of(second).getFirst().id()).isNotEqualTo(delivery.id());
    }

    @Test
    void anOldEventWithoutContextStillReachesTheEndpoints() {
        endpoints.put(endpoint("we_end", "alice", "job.completed"));
        assertThat(plan.of(Events.finished(JOB, "alice", null))).hasSize(1);
    }

    @Test
    void theBodyHasTheJobButNoObjectKeys() throws Exception {
        String body = plan.of(Events.finished(JOB, "alice", 2, Events.to(HOOK, "job.completed")))
                .getFirst()
                .body();
        JsonNode tree = Json.mapper().readTree(body);
        assertThat(tree.at("/type").asText()).isEqualTo("job.completed");
        assertThat(tree.at("/timestamp").asText()).isEqualTo("2026-03-01T12:00:01Z");
        assertThat(tree.at("/data/id").asText()).isEqualTo(JOB.value());
        assertThat(tree.at("/data/kind").asText()).isEqualTo("image.generate");
        assertThat(tree.at("/data/state").asText()).isEqualTo("succeeded");
        assertThat(tree.at("/data/metadata/order").asText()).isEqualTo("42");
        assertThat(tree.at("/data/outputs/1/seed").asInt()).isEqualTo(8);
        assertThat(tree.at("/data/links/self").asText()).isEqualTo("/v1/jobs/" + JOB);
        assertThat(body).doesNotContain("secret-key");
    }

    @Test
    void staysShortHoweverMuchTheJobMadeOrSays() throws Exception {
        String many = plan.of(Events.finished(JOB, "alice", 1_000, Events.to(HOOK, "job.completed")))
                .getFirst()
                .body();
        assertThat(many.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(CallbackBody.MAX_BYTES);
        JsonNode tree = Json.mapper().readTree(many);
        assertThat(tree.at("/data/truncated").asBoolean()).isTrue();
        assertThat(tree.at("/data/output_count").asInt()).isEqualTo(1_000);
        assertThat(tree.at("/data/metadata/order").asText()).isEqualTo("42");

        var wordy = new JobContext(
                JobKind.IMAGE_GENERATE,
                "stickers",
                Events.to(HOOK, "job.completed").webhook(),
                Map.of("text", "ä".repeat(15_000)));
        String brief = plan.of(Events.finished(JOB, "alice", wordy)).getFirst().body();
        assertThat(brief.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(CallbackBody.MAX_BYTES);
        assertThat(Json.mapper().readTree(brief).at("/data/state").asText()).isEqualTo("succeeded");
    }

    private static Tuple tuple(Object... values) {
        return Tuple.tuple(values);
    }

    private static WebhookEndpoint endpoint(String id, String tenant, String... events) {
        return new WebhookEndpoint(
                1,
                id,
                tenant,
                "https://hooks.example/" + id,
                List.of(events),
                null,
                List.of(new LiveSecret("whsec_x", null)),
                Instant.EPOCH,
                null,
                null);
    }
}
