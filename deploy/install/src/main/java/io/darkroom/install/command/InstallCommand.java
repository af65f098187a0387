package io.darkroom.install.command;

import io.darkroom.cli.terminal.Terminal;
import io.darkroom.cli.time.Clocks;
import io.darkroom.cli.time.Polling;
import io.darkroom.contracts.tenant.ApiKey;
import io.darkroom.install.FirstKey;
import io.darkroom.install.KafkaInstaller;
import io.darkroom.install.KafkaKeys;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Sets up a Kafka cluster, as {@code up} does with its own. Repeatable. */
@Command(
        name = "install",
        mixinStandardHelpOptions = true,
        description = "Creates topics and share groups in a Kafka cluster, and the first API key.")
public final class InstallCommand implements Callable<Integer> {
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final Terminal terminal;

    @Option(names = "--kafka", required = true, paramLabel = "HOST:PORT", description = "Bootstrap servers.")
    private String kafka = "";

    @Option(names = "--cells", defaultValue = "1", description = "Topics of each lane. Default: ${DEFAULT-VALUE}.")
    private int cells;

    @Option(
            names = "--replicas",
            defaultValue = "1",
            description = "Copies of each record; 3 so that none is lost with one broker. Default: ${DEFAULT-VALUE}.")
    private int replicas;

    @Option(
            names = "--first-key",
            description = "If there is no API key yet, creates one that may do everything and shows it once.")
    private boolean firstKey;

    @Option(
            names = "--within",
            defaultValue = "120",
            paramLabel = "SECONDS",
            description = "How long to wait for Kafka. Default: ${DEFAULT-VALUE}.")
    private int seconds;

    public InstallCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        awaitKafka();
        KafkaInstaller.install(kafka, cells, replicas);
        terminal.line("  Kafka at " + kafka + " has Darkroom's topics and share groups.");
        if (firstKey) {
            makeFirstKey();
        }
        return 0;
    }

    private void awaitKafka() throws InterruptedException {
        if (!Polling.until(() -> KafkaInstaller.answers(kafka), PAUSE, Duration.ofSeconds(seconds))) {
            throw new IllegalStateException("no Kafka answered at " + kafka + " within " + seconds
                    + " s; is it running, and is that the address that it advertises?");
        }
    }

    private void makeFirstKey() throws InterruptedException {
        Optional<ApiKey> key = new FirstKey(new KafkaKeys(kafka), Clocks.system()).createIfNone();
        if (key.isPresent()) {
            terminal.line("  " + key.get().value());
            terminal.line(terminal.dim("  The first API key, shown once: only its hash is kept."));
        }
    }
}
