package io.darkroom.install.command;

import io.darkroom.cli.option.KafkaOption;
import io.darkroom.cli.terminal.Terminal;
import io.darkroom.cli.time.Clocks;
import io.darkroom.cli.time.Polling;
import io.darkroom.contracts.tenant.ApiKey;
import io.darkroom.install.FirstKey;
import io.darkroom.install.KafkaAcls;
import io.darkroom.install.KafkaInstaller;
import io.darkroom.install.KafkaKeys;
import io.darkroom.platform.kafka.KafkaClientSettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Sets up a Kafka cluster, as {@code up} does with its own. Repeatable. */
@Command(
        name = "install",
        mixinStandardHelpOptions = true,
        description = "Creates topics and share groups in a Kafka cluster, and the first API key.")
public final class InstallCommand implements Callable<Integer> {
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final Terminal terminal;

    @Mixin
    private KafkaOption kafka = new KafkaOption();

    @Mixin
    private AclOptions acls = new AclOptions();

    @Option(names = "--cells", defaultValue = "1", description = "Topics of each lane. Default: ${DEFAULT-VALUE}.")
    private int cells;

    @Option(
            names = "--replicas",
            defaultValue = "1",
            description = "Copies of each record; 3 so that none is lost with one broker. Default: ${DEFAULT-VALUE}.")
    private int replicas;

    @Option(
            names = "--lock",
            defaultValue = "30",
            paramLabel = "SECONDS",
            description = "How long a job stays with a worker that is silent. Default: ${DEFAULT-VALUE}.")
    private int lock;

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
        if (acls.isPrinted()) {
            KafkaAcls.script(acls.principals()).lines().forEach(terminal::line);
            return 0;
        }
        KafkaClientSettings settings = kafka.require();
        awaitKafka(settings);
        if (acls.isApplied()) {
            apply(settings);
        }
        List<String> notes =
                KafkaInstaller.install(settings, new KafkaInstaller.Plan(cells, replicas, Duration.ofSeconds(lock)));
        terminal.line("  Kafka at " + settings.bootstrapServers() + " has Darkroom's topics and share groups.");
        notes.forEach(note -> terminal.line(terminal.yellow("  ! ") + note));
        if (firstKey) {
            makeFirstKey(settings);
        }
        return 0;
    }

    private void apply(KafkaClientSettings settings) throws InterruptedException {
        KafkaAcls.apply(settings, acls.principals());
        terminal.line("  Kafka has the access control lists; --acls shows them.");
    }

    private void awaitKafka(KafkaClientSettings settings) throws InterruptedException {
        if (!Polling.until(() -> KafkaInstaller.answers(settings), PAUSE, Duration.ofSeconds(seconds))) {
            throw new IllegalStateException("no Kafka answered at " + settings.bootstrapServers() + " within " + seconds
                    + " s; is it running, is that the address that it advertises, and does it want TLS or a user"
                    + " (--kafka-config)?");
        }
    }

    private void makeFirstKey(KafkaClientSettings settings) throws InterruptedException {
        Optional<ApiKey> key = new FirstKey(new KafkaKeys(settings), Clocks.system()).createIfNone();
        if (key.isPresent()) {
            terminal.line("  " + key.get().value());
            terminal.line(terminal.dim("  The first API key, shown once: only its hash is kept."));
        }
    }
}
