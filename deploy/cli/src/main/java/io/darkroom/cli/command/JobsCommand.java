package io.darkroom.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.darkroom.cli.client.GatewayClient;
import io.darkroom.cli.option.GatewayOption;
import io.darkroom.cli.terminal.Table;
import io.darkroom.cli.terminal.Terminal;
import io.darkroom.cli.terminal.Text;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Jobs, newest first. */
@Command(name = "jobs", mixinStandardHelpOptions = true, description = "Lists the newest jobs.")
public final class JobsCommand implements Callable<Integer> {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("MM-dd HH:mm:ss");

    private final Terminal terminal;

    @Option(names = "--state", description = "queued, loading, running, succeeded, failed, canceled or expired.")
    private @Nullable String state;

    @Option(names = "--kind", description = "e.g. image.generate.")
    private @Nullable String kind;

    @Option(names = "--limit", defaultValue = "20", description = "Most jobs to show. Default: ${DEFAULT-VALUE}.")
    private int limit;

    @Mixin
    private GatewayOption gateway = new GatewayOption();

    public JobsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        try (GatewayClient client = gateway.open()) {
            Table table = new Table("JOB", "STATE", "", "KIND", "CREATED", "WHAT");
            for (JsonNode job : client.get("/v1/jobs" + query()).path("jobs")) {
                table.row(
                        job.path("id").asText(),
                        job.path("state").asText(),
                        percent(job),
                        job.path("kind").asText(),
                        time(job.path("created_at").asText()),
                        Text.fit(what(job.path("input")), 40).stripTrailing());
            }
            if (table.isEmpty()) {
                terminal.line("  No jobs.");
            } else {
                table.print(terminal);
            }
            return 0;
        }
    }

    private String query() {
        StringBuilder query = new StringBuilder("?limit=" + limit);
        append(query, "state", state);
        append(query, "kind", kind);
        return query.toString();
    }

    private static void append(StringBuilder query, String name, @Nullable String value) {
        if (value != null) {
            query.append('&').append(name).append('=').append(URLEncoder.encode(value, StandardCharsets.UTF_8));
        }
    }

    private static String percent(JsonNode job) {
        return job.path("state").asText().equals("running")
                ? Math.round(job.path("progress").asDouble() * 100) + " %"
                : "";
    }

    private static String time(String instant) {
        return instant.isEmpty() ? "" : TIME.format(Instant.parse(instant).atZone(ZoneId.systemDefault()));
    }

    private static String what(JsonNode input) {
        if (input.has("num_frames") && !input.has("prompt")) {
            return input.path("num_frames").asText() + " frames of a clip";
        }
        if (input.has("count")) {
            return input.path("count").asText() + " labeled images";
        }
        return input.path("prompt").asText("an image");
    }
}
