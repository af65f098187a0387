package io.darkroom.local.stack;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.darkroom.contracts.wire.Json;
import io.darkroom.local.backends.DataFolder;
import io.darkroom.local.process.Component;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** {@code stack.json}: what runs where, for whoever wants to talk to it. Exists only while the stack runs. */
final class StackFile {
    static final String NAME = "stack.json";

    private final DataFolder folder;
    private boolean removed;

    StackFile(DataFolder folder) {
        this.folder = folder;
    }

    synchronized void write(LocalStack stack) {
        if (removed) {
            return;
        }
        Map<String, RunningStack.Part> parts = new LinkedHashMap<>();
        for (Component component : stack.components()) {
            if (component.isAlive()) {
                parts.put(
                        component.name(),
                        new RunningStack.Part(
                                component.pid(),
                                component.restarts(),
                                component.log().toString()));
            }
        }
        RunningStack running = new RunningStack(
                ProcessHandle.current().pid(),
                stack.gatewayOrEmpty(),
                stack.backends().kafka(),
                stack.backends().redis(),
                stack.backends().s3(),
                parts);
        try {
            String text = Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(running);
            folder.writePrivately(NAME, text + "\n");
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("cannot write " + NAME, e);
        }
    }

    synchronized void remove() {
        removed = true;
        try {
            Files.deleteIfExists(folder.resolve(NAME));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + folder.resolve(NAME), e);
        }
    }

    static Optional<RunningStack> read(Path data) {
        try {
            return Optional.of(Json.decode(Files.readAllBytes(data.resolve(NAME)), RunningStack.class));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + data.resolve(NAME) + ": " + e.getMessage(), e);
        }
    }
}
