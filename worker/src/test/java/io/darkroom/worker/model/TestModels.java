package io.darkroom.worker.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The tiny models among the test resources, see worker/training/goldens/tiny_models.py. */
public final class TestModels {
    private TestModels() {}

    public static Path directory() {
        return directory("/models");
    }

    /** A folder among the test resources. */
    public static Path directory(String resource) {
        try {
            return Path.of(TestModels.class.getResource(resource).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    public static ModelRepository repository() {
        return repository(directory());
    }

    public static ModelRepository repository(Path directory) {
        return new ModelRepository(() -> directory);
    }

    public static void copyTo(Path target) throws IOException {
        copy(directory(), target);
    }

    /** A folder with all that is in it, to one that may exist. */
    public static void copy(Path source, Path target) throws IOException {
        try (Stream<Path> files = Files.walk(source)) {
            files.forEach(from -> {
                try {
                    Path to = target.resolve(source.relativize(from).toString());
                    if (Files.isDirectory(from)) {
                        Files.createDirectories(to);
                    } else {
                        Files.copy(from, to);
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    public static void edit(Path model, UnaryOperator<String> change) throws IOException {
        Path manifest = model.resolve("model.json");
        String before = Files.readString(manifest);
        String after = change.apply(before);
        if (after.equals(before)) {
            throw new IllegalArgumentException("the edit changes nothing");
        }
        Files.writeString(manifest, after);
    }
}
