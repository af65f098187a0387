package io.darkroom.local.command;

import io.darkroom.cli.option.DataOption;
import io.darkroom.cli.terminal.Terminal;
import io.darkroom.cli.terminal.Text;
import io.darkroom.local.backends.Checkout;
import io.darkroom.local.backends.DataFolder;
import io.darkroom.local.process.ComponentException;
import io.darkroom.local.stack.LocalStack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Each stage once, on a stack of its own. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = "Starts a private stack, makes four stickers and predicts a clip, and stops again.")
public final class DemoCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "darkroom-demo",
            description = "Where to save. Default: ./${DEFAULT-VALUE}.")
    private Path out = Path.of("darkroom-demo");

    @Option(names = "--keep", description = "Uses the data folder of 'up' and keeps the stack up until Ctrl-C.")
    private boolean keep;

    @Mixin
    private DataOption data = new DataOption();

    public DemoCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        long start = System.nanoTime();
        DataFolder folder = keep ? DataFolder.acquire(data.path(), false) : DataFolder.temporary();
        terminal.line(terminal.bold("Darkroom demo"));
        LocalStack.Builder builder =
                LocalStack.builder().data(folder).supervised(true).workers(1);
        Path logs = folder.logs();
        try {
            new StackRunner(terminal).run(builder, stack -> {
                terminal.line(terminal.dim("  Kafka, S3, Redis, a gateway and a worker are ready after "
                        + Text.duration(Duration.ofNanos(System.nanoTime() - start)) + "."));
                perform(stack, logs);
            });
        } catch (ComponentException e) {
            throw new IllegalStateException(e.getMessage() + "\n./darkroom doctor may find the cause", e);
        }
        if (!keep) {
            terminal.line(terminal.dim("  Everything is stopped."));
        }
        return 0;
    }

    private void perform(LocalStack stack, Path logs) throws InterruptedException {
        try {
            new DemoJobs(terminal, stack, Checkout.find(), out.toAbsolutePath().normalize()).run();
        } catch (RuntimeException e) {
            terminal.error("  The logs of this run are in " + keepLogs(logs));
            throw e;
        }
        if (keep) {
            terminal.line("  The stack stays up at " + terminal.bold(stack.gateway()) + " until Ctrl-C.");
            new CountDownLatch(1).await();
        }
    }

    /** A temporary data folder is about to be removed; its logs explain the failure. */
    private Path keepLogs(Path logs) {
        Path kept = out.toAbsolutePath().normalize().resolve("logs");
        try (Stream<Path> files = Files.list(logs)) {
            Files.createDirectories(kept);
            for (Path file : files.toList()) {
                Files.copy(file, kept.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
            return kept;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep the logs in " + kept, e);
        }
    }
}
