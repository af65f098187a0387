package io.darkroom.local.option;

import io.darkroom.local.backends.Checkout;
import io.darkroom.local.stack.RunningStack;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the local stack keeps its things. */
public final class DataOption {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Data folder of the stack. Default: $$DARKROOM_DATA, else .darkroom in the checkout.")
    private @Nullable Path data;

    public Path path() {
        if (data != null) {
            return data.toAbsolutePath().normalize();
        }
        return Optional.ofNullable(System.getenv("DARKROOM_DATA"))
                .map(Path::of)
                .orElseGet(() -> Checkout.find().root().resolve(".darkroom"))
                .toAbsolutePath()
                .normalize();
    }

    /**
     * The stack that runs on it.
     *
     * @throws IllegalStateException if none does
     */
    public RunningStack running() {
        return RunningStack.on(path())
                .orElseThrow(
                        () -> new IllegalStateException("no stack runs on " + path() + "; start one: ./darkroom up"));
    }
}
