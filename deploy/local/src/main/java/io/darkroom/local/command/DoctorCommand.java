package io.darkroom.local.command;

import io.darkroom.cli.doctor.Finding;
import io.darkroom.cli.doctor.Installation;
import io.darkroom.cli.option.CaOption;
import io.darkroom.cli.option.DataOption;
import io.darkroom.cli.option.KafkaOption;
import io.darkroom.cli.terminal.Terminal;
import io.darkroom.cli.terminal.Text;
import io.darkroom.local.backends.Checkout;
import io.darkroom.local.doctor.Doctor;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Checks what could be wrong and names remedies. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description =
                "Checks this machine, the models and the running stack; with --url and the like, any installation.")
public final class DoctorCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Option(
            names = "--port",
            defaultValue = "8080",
            description = "Preferred port of the gateway. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(names = "--url", paramLabel = "URL", description = "A gateway: checks its installation, not this machine.")
    private @Nullable String url;

    @Option(names = "--key", paramLabel = "KEY", description = "API key for it. Default: $$DARKROOM_KEY.")
    private @Nullable String key;

    @Option(names = "--management", paramLabel = "URL", description = "Management port of a gateway.")
    private @Nullable String management;

    @Mixin
    private KafkaOption kafka = new KafkaOption();

    @Option(
            names = "--redis",
            paramLabel = "URI",
            description = "E.g. redis://127.0.0.1:6379, rediss://USER:PASSWORD@HOST:PORT.")
    private @Nullable URI redis;

    @Option(names = "--cells", defaultValue = "1", description = "Cells of each lane. Default: ${DEFAULT-VALUE}.")
    private int cells;

    @Mixin
    private CaOption ca = new CaOption();

    @Mixin
    private DataOption data = new DataOption();

    public DoctorCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<Finding> findings = findings();
        findings.forEach(this::print);
        long bad = findings.stream()
                .filter(finding -> finding.level() == Finding.Level.BAD)
                .count();
        terminal.blank();
        terminal.line(bad == 0 ? "  No problems found." : "  " + bad + " to fix.");
        return bad == 0 ? 0 : 1;
    }

    private List<Finding> findings() throws IOException, InterruptedException {
        if (url != null || management != null || kafka.isGiven() || redis != null) {
            String secret = key != null ? key : System.getenv("DARKROOM_KEY");
            return new Installation(
                            url,
                            secret,
                            management,
                            kafka.find().orElse(null),
                            redis,
                            ca.find().orElse(null),
                            cells)
                    .examine();
        }
        return Doctor.examine(Checkout.find(), data.path(), port);
    }

    private void print(Finding finding) {
        String mark = switch (finding.level()) {
            case FINE -> terminal.green("✓");
            case WARN -> terminal.yellow("!");
            case BAD -> terminal.red("✗");
        };
        terminal.line("  " + mark + " " + Text.fit(finding.about(), 10) + " " + finding.message());
        if (!finding.remedy().isEmpty()) {
            terminal.line("    " + " ".repeat(10) + " " + terminal.dim("→ " + finding.remedy()));
        }
    }
}
