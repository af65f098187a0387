package io.darkroom.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.darkroom.cli.client.GatewayClient;
import io.darkroom.cli.option.GatewayOption;
import io.darkroom.cli.terminal.Terminal;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Cancels a job; a running one stops within one denoising step. */
@Command(name = "cancel", mixinStandardHelpOptions = true, description = "Cancels a job.")
public final class CancelCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "JOB", description = "Its id.")
    private String job = "";

    @Mixin
    private GatewayOption gateway = new GatewayOption();

    public CancelCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        try (GatewayClient client = gateway.open()) {
            JsonNode answer =
                    client.post("/v1/jobs/" + job + "/cancel", JsonNodeFactory.instance.objectNode(), Map.of());
            terminal.line("  " + job + " is " + answer.path("state").asText());
            return 0;
        }
    }
}
