package io.darkroom.cli.option;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A certificate authority of the operator's own. */
public final class CaOption {
    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description = "PEM file of certificate authorities to trust as well. Default: $$DARKROOM_CA.")
    private @Nullable Path ca;

    public Optional<Path> find() {
        return Optional.ofNullable(ca)
                .or(() -> Optional.ofNullable(System.getenv("DARKROOM_CA")).map(Path::of));
    }
}
