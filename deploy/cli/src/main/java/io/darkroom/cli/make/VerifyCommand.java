package io.darkroom.cli.make;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.darkroom.cli.client.GatewayClient;
import io.darkroom.cli.terminal.Terminal;
import io.darkroom.cli.terminal.Text;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Whether a job, run again, gives the same bytes. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = "Runs a job again and checks that it gives the same bytes.",
        footer = {"", "Status: 0 if all results are the same, 1 if not."})
public final class VerifyCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "JOB", description = "Its id.")
    private String job = "";

    @Mixin
    private RequestOptions ask = new RequestOptions();

    public VerifyCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        try (GatewayClient client = ask.open()) {
            JobWatch.Ask again = new JobWatch.Ask(
                    job, "/v1/jobs/" + job + "/verify", JsonNodeFactory.instance.objectNode(), ask.headers());
            JobWatch.Done done =
                    new JobWatch(terminal, client).run(List.of(again)).getFirst();
            return done.succeeded() ? compare(done) : Results.failed(terminal, done);
        }
    }

    private int compare(JobWatch.Done done) {
        JsonNode verification = done.job().path("verification");
        for (JsonNode item : verification.path("items")) {
            boolean same = item.path("matches").asBoolean();
            String frame = item.has("frame") ? " " + item.path("frame").asInt() : "";
            terminal.line((same ? terminal.green("  ✓ ") : terminal.red("  ✗ "))
                    + "item " + item.path("item").asInt() + " "
                    + item.path("role").asText() + frame
                    + (same
                            ? ""
                            : terminal.dim(" " + shortened(item, "expected") + " → " + shortened(item, "actual"))));
        }
        boolean matches = verification.path("matches").asBoolean(false);
        terminal.line(terminal.dim("  " + done.job().path("id").asText() + " in " + Text.duration(done.took()) + ": ")
                + (matches ? "the same bytes" : terminal.red("not the same bytes")));
        return matches ? 0 : 1;
    }

    private static String shortened(JsonNode item, String field) {
        String digest = item.path(field).asText("nothing");
        return digest.length() > 12 ? digest.substring(0, 12) : digest;
    }
}
