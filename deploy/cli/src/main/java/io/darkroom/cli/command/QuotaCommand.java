package io.darkroom.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.darkroom.cli.client.GatewayClient;
import io.darkroom.cli.option.GatewayOption;
import io.darkroom.cli.terminal.Table;
import io.darkroom.cli.terminal.Terminal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The limits of work in flight, per tenant. */
@Command(
        name = "quota",
        mixinStandardHelpOptions = true,
        description = {
            "Shows or sets how much work tenants may have in flight.",
            "",
            "  ./darkroom quota                     all explicit quotas",
            "  ./darkroom quota alice               one, and how much of it is used",
            "  ./darkroom quota alice --set 600     600 predicted device seconds; 0: one job at a time",
            "  ./darkroom quota alice --no-limit    none, regardless of the default",
            "  ./darkroom quota alice --unset       back to the default"
        })
public final class QuotaCommand implements Callable<Integer> {
    private static final String PATH = "/v1/fleet/quotas";

    private final Terminal terminal;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "TENANT", arity = "0..1", description = "Of whom; all explicit quotas if left out.")
    private @Nullable String tenant;

    @ArgGroup
    private @Nullable Change change;

    @Mixin
    private GatewayOption gateway = new GatewayOption();

    /** At most one of them. */
    static final class Change {
        @Option(
                names = "--set",
                paramLabel = "SECONDS",
                description = "Predicted device seconds; 0: one job at a time.")
        private @Nullable Double seconds;

        @Option(names = "--no-limit", description = "None, regardless of the default.")
        private boolean noLimit;

        @Option(names = "--unset", description = "Back to the default.")
        private boolean unset;
    }

    public QuotaCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (tenant == null && change != null) {
            throw new ParameterException(Objects.requireNonNull(spec).commandLine(), "Name the tenant.");
        }
        Table table = new Table("TENANT", "LIMIT", "IN FLIGHT", "WAITING");
        try (GatewayClient client = gateway.open()) {
            if (tenant == null) {
                JsonNode all = client.get(PATH);
                all.path("quotas").forEach(quota -> row(table, quota));
                table.print(terminal);
                terminal.line("  All others: " + limit(all.path("default_device_seconds")) + ".");
                return 0;
            }
            row(table, one(client, PATH + "/" + URLEncoder.encode(tenant, StandardCharsets.UTF_8)));
        }
        table.print(terminal);
        return 0;
    }

    private JsonNode one(GatewayClient client, String path) throws InterruptedException {
        if (change == null) {
            return client.get(path);
        }
        if (change.unset) {
            return client.delete(path);
        }
        Double seconds = change.noLimit ? null : change.seconds;
        return client.put(path, JsonNodeFactory.instance.objectNode().put("device_seconds", seconds));
    }

    private static void row(Table table, JsonNode quota) {
        String limit = limit(quota.path("device_seconds"));
        JsonNode use = quota.path("use");
        table.row(
                quota.path("tenant").asText(),
                quota.path("is_default").asBoolean() ? limit + " (default)" : limit,
                used(use, "in_flight"),
                used(use, "waiting"));
    }

    private static String limit(JsonNode seconds) {
        return seconds.isNumber() ? seconds(seconds) : "no limit";
    }

    private static String used(JsonNode use, String what) {
        return use.isObject()
                ? use.path(what + "_jobs").asInt() + " jobs, " + seconds(use.path(what + "_seconds"))
                : "?";
    }

    private static String seconds(JsonNode seconds) {
        return String.format(Locale.ROOT, "%.1f s", seconds.asDouble());
    }
}
