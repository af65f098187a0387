package io.darkroom.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.darkroom.cli.client.GatewayClient;
import io.darkroom.cli.option.GatewayOption;
import io.darkroom.cli.terminal.Table;
import io.darkroom.cli.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The fleet and its work, refreshed until stopped. */
@Command(
        name = "fleet",
        mixinStandardHelpOptions = true,
        description = "Shows workers, waiting jobs and the wanted number of workers, until Ctrl-C.")
public final class FleetCommand implements Callable<Integer> {
    private static final long PAUSE_MS = 500;

    private final Terminal terminal;
    private final CountDownLatch never = new CountDownLatch(1);

    @Option(names = "--once", description = "Prints once and exits; the default without a terminal.")
    private boolean once;

    @Mixin
    private GatewayOption gateway = new GatewayOption();

    public FleetCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        try (GatewayClient client = gateway.open()) {
            int drawn = 0;
            do {
                String table = render(client.get("/v1/fleet"));
                if (drawn > 0) {
                    terminal.out().print("\u001b[" + drawn + "A\u001b[J");
                }
                terminal.out().print(table);
                terminal.out().flush();
                drawn = (int) table.lines().count();
            } while (terminal.live() && !once && !never.await(PAUSE_MS, TimeUnit.MILLISECONDS));
            return 0;
        }
    }

    private String render(JsonNode fleet) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        Terminal page = new Terminal(out, out, terminal.live(), terminal.colour(), terminal.columns());
        pools(page, fleet.path("pools"));
        page.blank();
        waiting(page, fleet);
        page.blank();
        workers(page, fleet.path("workers"));
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static void pools(Terminal terminal, JsonNode pools) {
        Table table = new Table(
                "POOL", "WANTED", "WORKERS", "IDLE", "FLOOR", "WAITING", "RUNNING", "OFFERED", "LAST START IN");
        for (JsonNode pool : pools) {
            table.row(
                    pool.path("pool").asText(),
                    pool.path("wanted").asInt(),
                    pool.path("workers").asInt(),
                    pool.path("idle").asInt(),
                    pool.path("floor").asInt(),
                    seconds(pool.path("backlog_seconds")),
                    seconds(pool.path("running_seconds")),
                    String.format(Locale.ROOT, "%.2f", pool.path("offered").asDouble()),
                    seconds(pool.path("last_start_seconds")));
        }
        table.print(terminal);
    }

    private static void waiting(Terminal terminal, JsonNode fleet) {
        Table table = new Table("LANE", "MODEL", "JOBS", "DEVICE TIME");
        for (JsonNode pool : fleet.path("pools")) {
            for (JsonNode demand : pool.path("models")) {
                table.row(
                        demand.path("lane").asText(),
                        demand.path("model").asText(),
                        demand.path("jobs").asLong(),
                        seconds(demand.path("seconds")));
            }
        }
        if (table.isEmpty()) {
            terminal.line(terminal.dim("  No job waits."));
        } else {
            table.print(terminal);
        }
    }

    private static void workers(Terminal terminal, JsonNode workers) {
        Table table = new Table("WORKER", "HOLDS", "", "ALIVE FOR", "MODELS IN MEMORY");
        for (JsonNode worker : workers) {
            int busy = worker.path("busy").asInt();
            int slots = worker.path("slots").asInt();
            Instant at = Instant.parse(worker.path("at").asText());
            Instant since = Instant.parse(worker.path("started_at").asText());
            table.row(
                    worker.path("worker").asText(),
                    busy + " of " + slots,
                    "█".repeat(busy) + "·".repeat(Math.max(0, slots - busy)),
                    Duration.between(since, at).toSeconds() + " s",
                    worker.path("warm").size() + " of " + worker.path("models").size());
        }
        if (table.isEmpty()) {
            terminal.line(terminal.dim("  No workers: they start when there is work."));
        } else {
            table.print(terminal);
        }
    }

    private static String seconds(JsonNode value) {
        return String.format(Locale.ROOT, "%.1f s", value.asDouble());
    }
}
