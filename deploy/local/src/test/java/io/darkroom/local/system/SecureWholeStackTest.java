package io.darkroom.local.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.darkroom.cli.client.GatewayClient;
import io.darkroom.cli.client.Trust;
import io.darkroom.cli.client.UnreachableException;
import io.darkroom.cli.doctor.Finding;
import io.darkroom.cli.doctor.Installation;
import io.darkroom.cli.stack.RunningStack;
import io.darkroom.install.KafkaKeys;
import io.darkroom.local.secure.StackSecurity;
import io.darkroom.local.stack.LocalStack;
import io.darkroom.rules.UsesServers;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** As {@code ./darkroom up --secure} starts it: TLS everywhere, users with no more rights than they need, no plain port left. */
@UsesServers
class SecureWholeStackTest extends WholeStackContract {
    @Override
    void configure(LocalStack.Builder builder, Path folder) {
        builder.security(StackSecurity.create(folder.resolve("tls"), Clock.systemUTC()));
    }

    @Test
    void theCommandLineFindsItsAuthorityAndItsWayIntoKafka() throws Exception {
        RunningStack running = RunningStack.on(stack.data()).orElseThrow();
        assertThat(running.gateway()).startsWith("https://127.0.0.1:");
        try (GatewayClient ours = new GatewayClient(
                running.gateway(), stack.key().value(), running.ca().orElseThrow())) {
            assertThat(ours.get("/v1/models").path("models")).isNotEmpty();
        }
        assertThat(new KafkaKeys(running.kafkaClient()).read())
                .containsKey(stack.key().sha256());
    }

    @Test
    void whoDoesNotKnowTheAuthorityIsToldHowToNameIt() {
        try (GatewayClient stranger =
                new GatewayClient(stack.gateway(), stack.key().value())) {
            assertThatThrownBy(() -> stranger.get("/v1/models"))
                    .isInstanceOf(UnreachableException.class)
                    .hasMessageContaining("--ca");
        }
    }

    @Test
    void theDoctorFindsItWell() throws Exception {
        URI redis = URI.create(stack.backends().redis());
        var login = Objects.requireNonNull(stack.backends().redisAccess().login());
        List<Finding> findings = new Installation(
                        stack.gateway(),
                        stack.key().value(),
                        stack.management(),
                        stack.backends().operator(),
                        URI.create("rediss://" + login.user() + ":" + login.password() + "@" + redis.getAuthority()),
                        login.ca(),
                        1)
                .examine();
        assertThat(findings).extracting(Finding::about).contains("gateway", "store", "Kafka", "groups", "Redis");
        assertThat(findings)
                .filteredOn(finding -> finding.level() == Finding.Level.BAD)
                .isEmpty();
    }

    /** One that prefers HTTP/2 and is offered HTTP/1.1: the gateway's 413 would be malformed in HTTP/2. */
    @Test
    void aClientOfAnyVersionGetsItsEventsAndIsToldThatABodyIsTooLarge() throws Exception {
        String job = submit(10);
        try (HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_2)
                .sslContext(Trust.context(Objects.requireNonNull(stack.ca())))
                .build()) {
            HttpResponse<Stream<String>> stream = http.send(
                    request("/v1/jobs/" + job + "/events")
                            .header("Accept", "text/event-stream")
                            .build(),
                    HttpResponse.BodyHandlers.ofLines());
            assertThat(stream.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
            assertThat(stream.body()).contains("event:job.started", "event:job.succeeded");

            HttpResponse<String> refused = http.send(
                    request("/v1/uploads")
                            .header("Content-Type", "image/png")
                            .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[67 << 20]))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(refused.statusCode()).isEqualTo(413);
            assertThat(http.send(request("/v1/models").build(), HttpResponse.BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(stack.gateway() + path))
                .header("Authorization", "Bearer " + stack.key().value());
    }
}
