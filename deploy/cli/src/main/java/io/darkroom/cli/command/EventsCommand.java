package io.darkroom.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.darkroom.cli.client.GatewayClient;
import io.darkroom.cli.client.JobFollower;
import io.darkroom.cli.client.ServerEvent;
import io.darkroom.cli.option.GatewayOption;
import io.darkroom.cli.terminal.Terminal;
import io.darkroom.cli.terminal.Text;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A job's events, from the first to the end of the job. */
@Command(
        name = "events",
        mixinStandardHelpOptions = true,
        description = "Shows a job's events as they arrive, until it ends.")
public final class EventsCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "JOB", description = "Its id.")
    private String job = "";

    @Option(names = "--json", description = "Prints each event's data unchanged.")
    private boolean json;

    @Mixin
    private GatewayOption gateway = new GatewayOption();

    public EventsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        try (GatewayClient client = gateway.open()) {
            new JobFollower(client).follow(job, event -> terminal.line(json ? raw(event) : line(event)));
            return 0;
        }
    }

    private static String raw(ServerEvent event) {
        return event.name() + " " + event.data();
    }

    private String line(ServerEvent event) {
        String number = event.id().isEmpty() ? "    " : String.format(Locale.ROOT, "%4s", event.id());
        return terminal.dim(number) + "  " + Text.fit(event.name(), 14) + "  " + detail(event);
    }

    private static String detail(ServerEvent event) {
        JsonNode data = JobFollower.data(event);
        return switch (event.name()) {
            case "job.started" ->
                "attempt " + data.path("attempt").asInt() + " on "
                        + data.path("worker").asText();
            case "job.progress" ->
                "step " + data.path("step").asInt() + "/" + data.path("steps").asInt();
            case "job.preview" ->
                "item " + data.path("item").asInt() + " at step "
                        + data.path("step").asInt();
            case "job.output" -> output(data.path("output"));
            case "job.released" ->
                data.path("reason").asText() + ": "
                        + Text.plain(data.path("message").asText());
            case "job.failed" -> Text.plain(data.path("error").path("message").asText());
            default -> "";
        };
    }

    private static String output(JsonNode output) {
        return output.path("role").asText() + " " + output.path("item").asInt() + ", "
                + output.path("content_type").asText() + ", "
                + Text.bytes(output.path("bytes").asLong());
    }
}
