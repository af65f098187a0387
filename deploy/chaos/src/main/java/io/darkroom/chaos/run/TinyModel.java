package io.darkroom.chaos.run;

import io.darkroom.local.backends.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A model for tests: a step takes milliseconds, and a worker that serves nothing else starts fast. */
final class TinyModel {
    static final String ID = "tiny-turbo";

    private TinyModel() {}

    /** Puts it into this folder, alone; returns the folder. */
    static Path in(Path folder) {
        Path source = Checkout.find()
                .root()
                .resolve("worker/src/test/resources/diffusers")
                .resolve(ID);
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.toList()) {
                Path target = folder.resolve(ID).resolve(source.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else if (!Files.exists(target)) {
                    Files.copy(file, target);
                }
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot copy the model " + source + " to " + folder + ": " + e, e);
        }
    }
}
