package io.darkroom.cli.stack;

import io.darkroom.contracts.tenant.ApiKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** The API key of the local stack, in a file of its data folder that only its owner can read. */
public final class Credentials {
    public static final String FILE = "credentials";

    private Credentials() {}

    /**
     * The key in this data folder, if a stack was ever started there.
     *
     * @throws IllegalStateException if the file does not hold a key
     */
    public static Optional<ApiKey> read(Path data) {
        Path file = data.resolve(FILE);
        try {
            String text = Files.readString(file).strip();
            if (!ApiKey.isWellFormed(text)) {
                throw new IllegalStateException(
                        file + " does not hold an API key; delete it and start the stack again");
            }
            return Optional.of(new ApiKey(text));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }
}
