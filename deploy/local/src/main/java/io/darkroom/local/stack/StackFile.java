package io.darkroom.local.stack;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.darkroom.cli.stack.RunningStack;
import io.darkroom.contracts.wire.Json;
import io.darkroom.local.backends.Backends;
import io.darkroom.local.backends.DataFolder;
import io.darkroom.local.backends.S3Access;
import io.darkroom.local.process.Component;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** {@code stack.json}: what runs where, for clients. Exists only while the stack runs. */
final class StackFile {
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
                store(stack.backends().s3()),
                parts,
                security(stack.backends()));
        try {
            String text = Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(running);
            folder.writePrivately(RunningStack.FILE, text + "\n");
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("cannot write " + RunningStack.FILE, e);
        }
    }

    synchronized void remove() {
        removed = true;
        try {
            Files.deleteIfExists(folder.resolve(RunningStack.FILE));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + folder.resolve(RunningStack.FILE), e);
        }
    }

    private static RunningStack.@Nullable Security security(Backends backends) {
        return backends.security()
                .map(made -> new RunningStack.Security(
                        made.files().authority().toString(),
                        texts(backends.installer().with(Map.of()))))
                .orElse(null);
    }

    private static Map<String, String> texts(Map<String, Object> settings) {
        Map<String, String> texts = new TreeMap<>();
        settings.forEach((name, value) -> texts.put(name, value.toString()));
        return texts;
    }

    private static RunningStack.Store store(S3Access s3) {
        return new RunningStack.Store(s3.endpoint(), s3.accessKey(), s3.secretKey(), s3.bucket());
    }
}
