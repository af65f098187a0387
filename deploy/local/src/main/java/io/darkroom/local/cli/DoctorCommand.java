package io.darkroom.local.cli;

import io.darkroom.local.backends.Checkout;
import io.darkroom.local.doctor.Doctor;
import io.darkroom.local.doctor.Finding;
import io.darkroom.local.option.DataOption;
import io.darkroom.local.terminal.Terminal;
import io.darkroom.local.terminal.Text;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Looks for what could be wrong and says what to do. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = "Checks this machine, the models and the running stack.")
final class DoctorCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Option(
            names = "--port",
            defaultValue = "8080",
            description = "Port wanted for the gateway. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Mixin
    private DataOption data = new DataOption();

    DoctorCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        List<Finding> findings = Doctor.examine(Checkout.find(), data.path(), port);
        findings.forEach(this::print);
        long bad = findings.stream()
                .filter(finding -> finding.level() == Finding.Level.BAD)
                .count();
        terminal.blank();
        terminal.line(bad == 0 ? "  Nothing stands in the way." : "  " + bad + " to repair.");
        return bad == 0 ? 0 : 1;
    }

    private void print(Finding finding) {
        String mark = switch (finding.level()) {
            case FINE -> terminal.green("✓");
            case WARN -> terminal.yellow("!");
            case BAD -> terminal.red("✗");
        };
        terminal.line("  " + mark + " " + Text.fit(finding.about(), 10) + " " + finding.says());
        if (!finding.remedy().isEmpty()) {
            terminal.line("    " + " ".repeat(10) + " " + terminal.dim("→ " + finding.remedy()));
        }
    }
}
