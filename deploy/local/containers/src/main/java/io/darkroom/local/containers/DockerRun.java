package io.darkroom.local.containers;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import com.github.dockerjava.api.model.WaitResponse;
import io.darkroom.local.process.Run;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.testcontainers.containers.GenericContainer;

/** From one start of a container to its end. */
final class DockerRun implements Run {
    private static final int GRACE_SECONDS = 10;

    private final GenericContainer<?> container;
    private final DockerClient docker;
    private final String id;
    private final long pid;
    private final CompletableFuture<Integer> exit = new CompletableFuture<>();

    DockerRun(GenericContainer<?> container) {
        this.container = container;
        this.docker = container.getDockerClient();
        this.id = Objects.requireNonNull(container.getContainerId());
        this.pid = Objects.requireNonNullElse(state().getPidLong(), 0L);
        docker.waitContainerCmd(id).exec(new End());
    }

    private InspectContainerResponse.ContainerState state() {
        return docker.inspectContainerCmd(id).exec().getState();
    }

    /** In the engine's own space of numbers; 0 if it ended at once. */
    @Override
    public long pid() {
        return pid;
    }

    @Override
    public boolean isAlive() {
        return !exit.isDone();
    }

    @Override
    public CompletableFuture<Integer> onExit() {
        return exit.copy();
    }

    @Override
    public void kill9() {
        ifThere(() -> docker.killContainerCmd(id).withSignal("KILL").exec());
        exit.join();
    }

    @Override
    public void freeze() {
        ifThere(() -> docker.pauseContainerCmd(id).exec());
    }

    @Override
    public void thaw() {
        ifThere(() -> docker.unpauseContainerCmd(id).exec());
    }

    @Override
    public void terminate() {
        thaw();
        ifThere(() -> docker.killContainerCmd(id).withSignal("TERM").exec());
    }

    /** The container is removed, too: only {@code restart} after {@code kill9} starts a server again. */
    @Override
    public void stop() {
        terminate();
        ifThere(() -> docker.stopContainerCmd(id).withTimeout(GRACE_SECONDS).exec());
        container.stop();
    }

    /** What has ended already, or is not paused, needs nothing done to it. */
    private static void ifThere(Runnable call) {
        try {
            call.run();
        } catch (NotFoundException | NotModifiedException | ConflictException e) {
            // Already in the intended state.
        } catch (com.github.dockerjava.api.exception.InternalServerErrorException e) {
            if (!String.valueOf(e.getMessage()).contains("not paused")) {
                throw e;
            }
        }
    }

    private final class End extends ResultCallback.Adapter<WaitResponse> {
        @Override
        public void onNext(WaitResponse ended) {
            exit.complete(ended.getStatusCode());
        }

        @Override
        public void onError(Throwable failure) {
            super.onError(failure);
            exit.complete(128);
        }
    }
}
