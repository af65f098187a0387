package io.darkroom.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.contracts.tenant.ApiKey;
import io.darkroom.gateway.stack.Client;
import io.darkroom.gateway.stack.Client.Answer;
import io.darkroom.gateway.stack.GatewayStack;
import io.darkroom.rules.UsesServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Two tenants × every route × every kind of id: what is foreign answers exactly as what is unknown. */
@UsesServers
@QuarkusTest
@QuarkusTestResource(GatewayStack.class)
class TenantWallTest {
    private static final String APPLE =
            "{\"kind\":\"image.generate\",\"model\":\"stickers\",\"input\":{\"prompt\":\"a red apple\"}}";
    private static final byte[] GIF = "GIF89a".getBytes(StandardCharsets.US_ASCII);

    private final Client alice = Client.of("alice");
    private final Client bob = Client.of("bob");

    @Test
    void aForeignIdAnswersAsAnUnknownOne() {
        String job = alice.post("/v1/jobs", APPLE).json().path("id").asText();
        String upload = alice.upload("image/gif", GIF).json().path("id").asText();
        String noJob = "job_" + "0".repeat(26);
        String noUpload = "up_" + "0".repeat(32);
        for (var route : List.of(
                Map.entry("GET /v1/jobs/" + job, "GET /v1/jobs/" + noJob),
                Map.entry("GET /v1/jobs/" + job, "GET /v1/jobs/nonsense"),
                Map.entry("GET /v1/jobs/" + job + "/events", "GET /v1/jobs/" + noJob + "/events"),
                Map.entry("POST /v1/jobs/" + job + "/cancel", "POST /v1/jobs/" + noJob + "/cancel"),
                Map.entry("GET /v1/uploads/" + upload, "GET /v1/uploads/" + noUpload))) {
            Answer foreign = call(bob, route.getKey());
            Answer unknown = call(bob, route.getValue());
            assertThat(call(
                                    alice,
                                    route.getKey()
                                            .replace("POST", "GET")
                                            .replace("/cancel", "")
                                            .replace("/events", ""))
                            .status())
                    .as("the owner's %s", route.getKey())
                    .isEqualTo(200);
            assertThat(foreign.status()).as(route.getKey()).isEqualTo(404);
            assertThat(foreign.bodyWithoutRequestId()).as(route.getKey()).isEqualTo(unknown.bodyWithoutRequestId());
            assertThat(foreign.raw().headers().map().keySet())
                    .as("headers of %s", route.getKey())
                    .isEqualTo(unknown.raw().headers().map().keySet());
            assertThat(foreign.header("X-Job-Id")).isEmpty();
        }
        assertThat(alice.get("/v1/jobs/" + job).json().path("state").asText()).isEqualTo("queued");
    }

    @Test
    void foreignThingsAreNoInput() {
        String upload = alice.upload("image/gif", GIF).json().path("id").asText();
        String job = alice.post("/v1/jobs", APPLE).json().path("id").asText();
        assertThat(predict(bob, "upload:" + upload)).isEqualTo(predict(bob, "upload:up_" + "0".repeat(32)));
        assertThat(predict(bob, "job:" + job + "/0")).isEqualTo(predict(bob, "job:job_" + "0".repeat(26) + "/0"));
    }

    private static String predict(Client client, String clip) {
        Answer answer = client.post(
                "/v1/jobs", "{\"kind\":\"video.predict\",\"model\":\"futures\",\"input\":{\"clip\":\"" + clip + "\"}}");
        assertThat(answer.status()).isEqualTo(422);
        return answer.bodyWithoutRequestId();
    }

    @Test
    void listsAndCursorsShowOnlyOnesOwn() {
        String job = alice.post("/v1/jobs", APPLE).json().path("id").asText();
        alice.post("/v1/jobs", APPLE);
        String cursor = alice.get("/v1/jobs?limit=1").json().path("next_cursor").asText();
        assertThat(cursor).isNotEmpty();
        assertThat(alice.get("/v1/jobs?limit=100&cursor=" + cursor).raw().body())
                .contains(job);
        assertThat(bob.get("/v1/jobs?limit=100&cursor=" + cursor).raw().body()).doesNotContain(job);
        assertThat(bob.get("/v1/jobs?limit=100").raw().body()).doesNotContain(job);
    }

    @Test
    void oneKeyOfTwoTenantsNamesTwoJobs() {
        String hers = alice.post("/v1/jobs", APPLE, "Idempotency-Key", "shared")
                .json()
                .path("id")
                .asText();
        String his = bob.post("/v1/jobs", APPLE, "Idempotency-Key", "shared")
                .json()
                .path("id")
                .asText();
        assertThat(hers).isNotEqualTo(his);
    }

    @Test
    void everyCallNeedsAValidKey() {
        ApiKey unknown = ApiKey.random(new SecureRandom());
        for (String path : List.of(
                "/v1/jobs",
                "/v1/jobs/x",
                "/v1/jobs/x/events",
                "/v1/uploads/x",
                "/v1/models",
                "/v1/fleet",
                "/v1/none")) {
            assertThat(Client.send(HttpRequest.newBuilder(Client.uri(path)).GET())
                            .status())
                    .as("%s without a key", path)
                    .isEqualTo(401);
            assertThat(Client.withKey(unknown.value()).get(path).status()).isEqualTo(401);
            assertThat(Client.withKey("dk_nonsense").get(path).status()).isEqualTo(401);
            assertThat(Client.of("revoked").get(path).status())
                    .as("%s revoked", path)
                    .isEqualTo(401);
        }
        Answer refusal = Client.of("revoked").get("/v1/jobs");
        assertThat(refusal.json().path("code").asText()).isEqualTo("unauthenticated");
        assertThat(refusal.header("WWW-Authenticate")).isEqualTo("Bearer");
        assertThat(Client.of("no-scope").get("/v1/jobs").status()).isEqualTo(403);
        assertThat(Client.of("no-scope").get("/v1/models").status()).isEqualTo(403);
        assertThat(Client.of("no-scope").upload("image/gif", GIF).status()).isEqualTo(403);
        String inQuery = "/v1/jobs?api_key=" + unknown.value();
        assertThat(Client.send(HttpRequest.newBuilder(Client.uri(inQuery)).GET())
                        .status())
                .isEqualTo(401);
    }

    private static Answer call(Client client, String route) {
        String[] parts = route.split(" ", 2);
        return Client.send(
                parts[0].equals("POST")
                        ? client.request(parts[1]).POST(BodyPublishers.noBody())
                        : client.request(parts[1]).GET());
    }
}
