package io.darkroom.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.darkroom.cli.client.GatewayClient;
import io.darkroom.cli.option.GatewayOption;
import io.darkroom.cli.terminal.Terminal;
import io.darkroom.cli.terminal.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The models that the fleet serves. */
@Command(name = "models", mixinStandardHelpOptions = true, description = "Lists the models that the fleet serves.")
public final class ModelsCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private GatewayOption gateway = new GatewayOption();

    public ModelsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        try (GatewayClient client = gateway.open()) {
            JsonNode answer = client.get("/v1/models");
            JsonNode models = answer.isArray() ? answer : answer.path("models");
            if (models.isEmpty()) {
                terminal.line("  No models: no worker has announced one yet.");
            }
            models.forEach(this::print);
            return 0;
        }
    }

    private void print(JsonNode model) {
        JsonNode defaults = model.path("defaults");
        terminal.line("  " + terminal.bold(model.path("id").asText()) + "  "
                + terminal.dim(model.path("version").asText() + ", "
                        + model.path("license").asText()));
        terminal.line("    " + Text.plain(model.path("description").asText()));
        field("kinds", joined(model.path("kinds")));
        field("sizes", sizes(model.path("sizes")));
        field("styles", joined(model.path("styles")));
        field(
                "defaults",
                defaults.path("steps").asText() + " steps, guidance "
                        + defaults.path("guidance_scale").asText());
    }

    private void field(String name, String value) {
        if (!value.isEmpty()) {
            terminal.line("    " + terminal.dim(Text.fit(name, 9)) + value);
        }
    }

    private static String joined(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(item -> texts.add(item.asText()));
        return String.join(", ", texts);
    }

    private static String sizes(JsonNode sizes) {
        List<String> texts = new ArrayList<>();
        sizes.forEach(size ->
                texts.add(size.path("width").asInt() + "×" + size.path("height").asInt()));
        return String.join(", ", texts);
    }
}
