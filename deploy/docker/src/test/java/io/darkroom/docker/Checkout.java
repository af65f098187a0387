package io.darkroom.docker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Files of this checkout. */
final class Checkout {
    static final Path ROOT = Path.of("").toAbsolutePath().getParent().getParent();
    static final Path DOCKER = ROOT.resolve("deploy/docker");

    private Checkout() {}

    static String read(String path) {
        try {
            return Files.readString(ROOT.resolve(path));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path, e);
        }
    }

    /** With merge keys and aliases put in; a key that is there twice is an error. */
    static Map<String, Object> yaml(String path) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        return new Yaml(new SafeConstructor(options)).load(read(path));
    }
}
