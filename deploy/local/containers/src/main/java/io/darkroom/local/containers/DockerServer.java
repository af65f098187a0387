package io.darkroom.local.containers;

import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.PortBinding;
import io.darkroom.local.process.Run;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.output.OutputFrame;
import org.testcontainers.containers.startupcheck.IsRunningStartupCheckStrategy;
import org.testcontainers.containers.wait.strategy.WaitStrategy;
import org.testcontainers.containers.wait.strategy.WaitStrategyTarget;

/** One server: its container is made by the first start; later ones start the same container again, with its data. */
final class DockerServer implements Supplier<Run> {
    private final Path log;
    private final int port;
    private final int inside;
    private final Supplier<GenericContainer<?>> maker;
    private @Nullable GenericContainer<?> container;

    /**
     * @param log receives the container's output
     * @param port of the loopback address
     * @param inside the port on which the server listens in its container
     */
    DockerServer(Path log, int port, int inside, Supplier<GenericContainer<?>> maker) {
        this.log = log;
        this.port = port;
        this.inside = inside;
        this.maker = maker;
    }

    @Override
    public synchronized Run get() {
        GenericContainer<?> known = container;
        if (known == null) {
            known = make();
            container = known;
            known.start();
        } else {
            known.getDockerClient()
                    .startContainerCmd(Objects.requireNonNull(known.getContainerId()))
                    .exec();
        }
        return new DockerRun(known);
    }

    private GenericContainer<?> make() {
        GenericContainer<?> made = maker.get();
        made.withExposedPorts(inside);
        made.withCreateContainerCmdModifier(
                create -> Objects.requireNonNullElseGet(create.getHostConfig(), HostConfig::new)
                        .withPortBindings(PortBinding.parse("127.0.0.1:" + port + ":" + inside)));
        made.withLogConsumer(this::write);
        made.withStartupCheckStrategy(new IsRunningStartupCheckStrategy());
        // The caller that started it polls its readiness.
        made.waitingFor(new Never());
        return made;
    }

    synchronized void write(OutputFrame said) {
        byte[] bytes = said.getBytes();
        if (bytes == null) {
            return; // OutputFrame.END: the container is gone
        }
        try {
            Files.createDirectories(log.getParent());
            Files.write(log, bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + log, e);
        }
    }

    private static final class Never implements WaitStrategy {
        @Override
        public void waitUntilReady(WaitStrategyTarget target) {}

        @Override
        public WaitStrategy withStartupTimeout(java.time.Duration longest) {
            return this;
        }
    }
}
