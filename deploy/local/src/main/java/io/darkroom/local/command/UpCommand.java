package io.darkroom.local.command;

import io.darkroom.cli.option.DataOption;
import io.darkroom.cli.terminal.Terminal;
import io.darkroom.cli.terminal.Text;
import io.darkroom.cli.time.Clocks;
import io.darkroom.cli.trace.SpanFile;
import io.darkroom.local.backends.DataFolder;
import io.darkroom.local.secure.StackSecurity;
import io.darkroom.local.stack.LocalStack;
import io.darkroom.local.trace.OtlpReceiver;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs the whole stack until Ctrl-C. */
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description = "Runs Kafka, S3, Redis, a gateway and workers until Ctrl-C.")
public final class UpCommand implements Callable<Integer> {
    private static final int USUAL_PORT = 8080;

    private final Terminal terminal;

    @Option(
            names = "--workers",
            paramLabel = "N|A..B",
            defaultValue = "1",
            description = "A number, or as many as the work needs, e.g. 0..4. Default: ${DEFAULT-VALUE}.")
    private WorkerRange workers = new WorkerRange(1, 1);

    @Option(names = "--fresh", description = "Empties the data folder first: jobs, results and keys are gone.")
    private boolean fresh;

    @Option(
            names = "--port",
            defaultValue = "" + USUAL_PORT,
            description = "Port of the gateway; a free one if it is taken. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(
            names = "--secure",
            description =
                    "TLS, users and least rights on Kafka, Redis, S3 and the gateway, with certificates and passwords "
                            + "made for this start and thrown away after it.")
    private boolean secure;

    @Option(names = "--traces", description = "Collects traces; ./darkroom trace JOB shows them.")
    private boolean traces;

    @Mixin
    private DataOption data = new DataOption();

    public UpCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        StackRunner runner = new StackRunner(terminal);
        DataFolder folder = DataFolder.acquire(data.path(), fresh);
        terminal.line(terminal.bold("Darkroom") + terminal.dim(" starts on " + folder.root()));
        long start = System.nanoTime();
        LocalStack.Builder builder = LocalStack.builder()
                .data(folder)
                .workers(workers.fewest(), workers.most())
                .gatewayPort(port)
                .supervised(true)
                .notices(notice -> terminal.line(terminal.yellow("  ! ") + notice))
                .whenReady(component -> terminal.line(terminal.green("  ✓ ")
                        + Text.fit(component.name(), 12)
                        + terminal.dim(Text.duration(Duration.ofNanos(System.nanoTime() - start)))));
        if (secure) {
            builder.security(StackSecurity.create(folder.resolve("tls"), Clocks.system()));
        }
        if (traces) {
            collectTraces(builder, new SpanFile(folder.root()));
        }
        runner.run(builder, stack -> {
            summary(stack, Duration.ofNanos(System.nanoTime() - start));
            new CountDownLatch(1).await();
        });
        return 0;
    }

    /** Until this process ends. */
    @SuppressWarnings("resource")
    private static void collectTraces(LocalStack.Builder builder, SpanFile file) {
        Map<String, String> environment = new OtlpReceiver(file::add).environment();
        builder.environment(LocalStack.GATEWAY, environment).environment("worker", environment);
    }

    private void summary(LocalStack stack, Duration took) {
        terminal.blank();
        terminal.line("  Ready in " + Text.duration(took) + ".");
        terminal.blank();
        terminal.line("  Gateway   " + terminal.bold(stack.gateway()) + terminal.dim("  OpenAPI at /openapi"));
        if (stack.isKeyNew()) {
            terminal.line("  Key       " + terminal.bold(stack.key().value()));
            terminal.line(terminal.dim(
                    "            shown once; the command line finds it in " + data.path() + "/credentials"));
        }
        if (secure) {
            terminal.line(
                    "  Security  " + terminal.yellow("throw-away certificates and passwords, for this start only"));
            terminal.line(terminal.dim("            trust " + data.path().resolve("tls/ca.pem")
                    + "; eval \"$(./darkroom env)\" sets DARKROOM_CA"));
        }
        if (workers.isElastic()) {
            terminal.line(
                    "  Workers   " + workers + terminal.dim("  as the work needs them; ./darkroom fleet shows it"));
        }
        terminal.line("  Logs      " + stack.data().resolve("logs"));
        if (traces) {
            terminal.line("  Traces    ./darkroom trace JOB");
        }
        terminal.line("  Try       ./darkroom generate \"a red apple with a green leaf\"");
        terminal.line(terminal.dim("  Ctrl-C stops everything."));
        terminal.blank();
    }
}
