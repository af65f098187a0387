package io.darkroom.local.cli;

import io.darkroom.contracts.tenant.ApiKey;
import io.darkroom.contracts.tenant.ApiKeyRecord;
import io.darkroom.local.backends.KafkaInstaller;
import io.darkroom.local.process.Clocks;
import io.darkroom.local.process.Polling;
import io.darkroom.local.stack.FirstKey;
import io.darkroom.local.stack.KafkaKeys;
import io.darkroom.local.terminal.Terminal;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Sets a Kafka elsewhere up, as {@code up} does with its own. Repeatable. */
@Command(
        name = "install",
        mixinStandardHelpOptions = true,
        description = "Makes topics and share groups in a Kafka elsewhere, and the first API key.")
final class InstallCommand implements Callable<Integer> {
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final Terminal terminal;
    private final Clock clock = Clocks.system();

    @Option(names = "--kafka", required = true, paramLabel = "HOST:PORT", description = "Bootstrap servers.")
    private String kafka = "";

    @Option(names = "--cells", defaultValue = "1", description = "Topics of each lane. Default: ${DEFAULT-VALUE}.")
    private int cells;

    @Option(
            names = "--replicas",
            defaultValue = "1",
            description = "Copies of each record; 3 for what must not be lost. Default: ${DEFAULT-VALUE}.")
    private int replicas;

    @Option(
            names = "--first-key",
            description = "If there is no API key yet, make one that may do everything and show it once.")
    private boolean firstKey;

    @Option(
            names = "--within",
            defaultValue = "120",
            paramLabel = "SECONDS",
            description = "How long to wait for Kafka. Default: ${DEFAULT-VALUE}.")
    private int seconds;

    InstallCommand(Terminal terminal) {
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
        KafkaKeys keys = new KafkaKeys(kafka);
        if (!keys.read().isEmpty()) {
            return;
        }
        ApiKey key = ApiKey.random(new SecureRandom());
        List<String> scopes = List.of(ApiKeyRecord.SCOPE_JOBS, ApiKeyRecord.SCOPE_OPERATOR);
        keys.write(ApiKeyRecord.of(key, FirstKey.TENANT, scopes, clock.instant()));
        terminal.line("  " + key.value());
        terminal.line(terminal.dim("  The first API key, shown once: only its hash is kept."));
    }
}
