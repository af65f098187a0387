package io.darkroom.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.darkroom.cli.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a stub of the gateway. */
class QuotaCommandTest {
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getRawPath();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        seen.add((exchange.getRequestMethod() + " " + path + " " + body).strip());
        String alice = """
            {"tenant":"alice","device_seconds":600.0,"is_default":false,
             "use":{"in_flight_jobs":41,"in_flight_seconds":598.2,"waiting_jobs":9120,"waiting_seconds":131328.0}}\
            """;
        byte[] json =
                (path.endsWith("/quotas") ? "{\"quotas\":[" + alice + "]}" : alice).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, json.length);
        exchange.getResponseBody().write(json);
        exchange.close();
    }

    private int run(String... args) {
        Terminal terminal = new Terminal(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false,
                false,
                100);
        String[] all = new String[args.length + 4];
        System.arraycopy(args, 0, all, 0, args.length);
        all[args.length] = "--url";
        all[args.length + 1] = "http://127.0.0.1:" + server.getAddress().getPort();
        all[args.length + 2] = "--key";
        all[args.length + 3] = "dk_key";
        return Program.run(terminal, Program.of(terminal, new QuotaCommand(terminal)), all);
    }

    @Test
    void eachWayToChangeAQuotaIsItsOwnCall() {
        assertThat(run("alice", "--set", "600")).isZero();
        assertThat(run("alice", "--no-limit")).isZero();
        assertThat(run("alice", "--unset")).isZero();
        assertThat(run("alice")).isZero();
        assertThat(seen)
                .containsExactly(
                        "PUT /v1/fleet/quotas/alice {\"device_seconds\":600.0}",
                        "PUT /v1/fleet/quotas/alice {\"device_seconds\":null}",
                        "DELETE /v1/fleet/quotas/alice",
                        "GET /v1/fleet/quotas/alice");
    }

    @Test
    void theListShowsWhatIsUsedAndTheDefault() {
        assertThat(run()).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("600.0 s", "41 jobs, 598.2 s", "9120 jobs, 131328.0 s", "All others: no limit.");
    }

    @Test
    void aChangeNeedsATenantAndOnlyOneIsMadeAtATime() {
        assertThat(run("--set", "600")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("Name the tenant.");
        assertThat(run("alice", "--set", "600", "--unset")).isEqualTo(2);
        assertThat(seen).isEmpty();
    }
}
