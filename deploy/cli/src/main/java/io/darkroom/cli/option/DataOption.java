package io.darkroom.cli.option;

import io.darkroom.cli.stack.DefaultFolder;
import io.darkroom.cli.stack.RunningStack;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The data folder of the local stack. */
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
                .orElseGet(DefaultFolder::find)
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
