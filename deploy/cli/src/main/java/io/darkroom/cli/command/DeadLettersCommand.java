package io.darkroom.cli.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.darkroom.cli.client.GatewayClient;
import io.darkroom.cli.option.GatewayOption;
import io.darkroom.cli.terminal.Table;
import io.darkroom.cli.terminal.Terminal;
import io.darkroom.cli.terminal.Text;
import io.darkroom.contracts.wire.Json;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The dead letters. */
@Command(
        name = "dead-letters",
        mixinStandardHelpOptions = true,
        description = {
            "Lists dead letters, shows one, or replays them.",
            "",
            "  ./darkroom dead-letters                                 the newest ones",
            "  ./darkroom dead-letters dl_7                            everything about one",
            "  ./darkroom dead-letters --replay dl_7 dl_9              replay these",
            "  ./darkroom dead-letters --replay --code out_of_memory   replay all with this code",
            "  ./darkroom dead-letters --replay --all                  replay all"
        })
public final class DeadLettersCommand implements Callable<Integer> {
    private static final String PATH = "/v1/dead-letters";

    private final Terminal terminal;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "LETTER", arity = "0..*", description = "Ids.")
    private List<String> ids = new ArrayList<>();

    @Option(names = "--replay", description = "Replay them, as new jobs with the same input.")
    private boolean replay;

    @Option(names = "--all", description = "All of them.")
    private boolean all;

    @Option(names = "--tenant", description = "Only this tenant's.")
    private @Nullable String tenant;

    @Option(names = "--code", description = "Only those with this failure code, e.g. attempts_exhausted.")
    private @Nullable String code;

    @Option(names = "--model", description = "Only those for this model.")
    private @Nullable String model;

    @Option(names = "--worker", description = "Only those that this worker wrote.")
    private @Nullable String worker;

    @Option(names = "--from", description = "Only from this instant on, e.g. 2026-01-31T12:00:00Z.")
    private @Nullable String from;

    @Option(names = "--to", description = "Only before this instant.")
    private @Nullable String to;

    @Option(names = "--limit", defaultValue = "20", description = "Most to list, to 100. Default: ${DEFAULT-VALUE}.")
    private int limit;

    @Mixin
    private GatewayOption gateway = new GatewayOption();

    public DeadLettersCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        try (GatewayClient client = gateway.open()) {
            ObjectNode filter = filter();
            if (replay) {
                replay(client, filter);
            } else if (ids.isEmpty()) {
                list(client, filter);
            } else {
                for (String id : ids) {
                    terminal.line(pretty(client.get(PATH + "/" + id)));
                }
            }
            return 0;
        }
    }

    private ObjectNode filter() {
        ObjectNode filter = JsonNodeFactory.instance.objectNode();
        put(filter, "tenant", tenant);
        put(filter, "code", code);
        put(filter, "model", model);
        put(filter, "worker", worker);
        put(filter, "from", from);
        put(filter, "to", to);
        return filter;
    }

    private static void put(ObjectNode filter, String name, @Nullable String value) {
        if (value != null) {
            filter.put(name, value);
        }
    }

    private void list(GatewayClient client, ObjectNode filter) throws InterruptedException {
        StringBuilder query = new StringBuilder("?limit=" + limit);
        filter.properties()
                .forEach(field -> query.append('&')
                        .append(field.getKey())
                        .append('=')
                        .append(URLEncoder.encode(field.getValue().asText(), StandardCharsets.UTF_8)));
        Table table = new Table("LETTER", "JOB", "TENANT", "CODE", "TRIES", "WORKER", "AGAIN AS", "WHY");
        for (JsonNode letter : client.get(PATH + query).path("dead_letters")) {
            table.row(
                    letter.path("id").asText(),
                    letter.path("job_id").asText("?"),
                    letter.path("tenant").asText("?"),
                    letter.path("code").asText(),
                    letter.path("attempts").asText(),
                    letter.path("worker").asText(),
                    letter.at("/replayed_as/state").asText(""),
                    Text.fit(Text.plain(letter.path("message").asText()), 48).stripTrailing());
        }
        if (table.isEmpty()) {
            terminal.line("  No dead letters.");
        } else {
            table.print(terminal);
        }
    }

    private void replay(GatewayClient client, ObjectNode filter) throws InterruptedException {
        if (!ids.isEmpty()) {
            for (String id : ids) {
                print(client.post(PATH + "/" + id + "/replay", JsonNodeFactory.instance.objectNode(), Map.of()));
            }
            return;
        }
        if (filter.isEmpty() && !all) {
            throw new ParameterException(
                    Objects.requireNonNull(spec).commandLine(), "Name dead letters, a filter, or --all.");
        }
        if (filter.isEmpty()) {
            filter.put("all", true);
        }
        JsonNode answer;
        do {
            answer = client.post(PATH + "/replay", filter, Map.of());
            answer.path("replayed").forEach(this::print);
        } while (answer.path("more").asBoolean());
        terminal.line("  " + answer.path("already").asInt() + " had been replayed before, "
                + answer.path("unreadable").asInt() + " cannot be read.");
    }

    private void print(JsonNode replayed) {
        terminal.line("  " + replayed.path("letter").asText() + " runs as "
                + replayed.path("job_id").asText() + ", "
                + replayed.path("state").asText());
    }

    private static String pretty(JsonNode letter) {
        try {
            return Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(letter);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("cannot print a dead letter", e);
        }
    }
}
