package io.darkroom.cli.make;

import com.fasterxml.jackson.databind.JsonNode;
import io.darkroom.cli.client.GatewayClient;
import io.darkroom.cli.client.MediaTypes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Saves a job's results under descriptive names. */
public final class Outputs {
    /** Roles that are part of the file name; others follow from the extension. */
    private static final Set<String> ROLES_IN_NAME = Set.of("heat_map", "shard", "annotations");

    private final GatewayClient gateway;
    private final Path folder;

    public Outputs(GatewayClient gateway, Path folder) {
        this.gateway = gateway;
        this.folder = folder;
    }

    /** Saves all and returns the files, in the job's order. Existing files are never overwritten. */
    public List<Path> save(JsonNode job, String name) throws InterruptedException {
        List<Path> saved = new ArrayList<>();
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create " + folder + ": " + e.getMessage(), e);
        }
        for (JsonNode output : job.path("outputs")) {
            Path file = unused(fileName(name, output));
            gateway.download(output.path("url").asText(), file);
            saved.add(file);
        }
        return saved;
    }

    public static String fileName(String name, JsonNode output) {
        String role = output.path("role").asText();
        String part = ROLES_IN_NAME.contains(role) ? "-" + role.replace('_', '-') : "";
        if (output.hasNonNull("frame")) {
            part = (part.isEmpty() ? "-frame" : part)
                    + String.format(Locale.ROOT, "-%02d", output.path("frame").asInt());
        }
        String extension = MediaTypes.extension(output.path("content_type").asText());
        return name + "-" + output.path("seed").asLong() + part + "." + extension;
    }

    private Path unused(String fileName) {
        int dot = fileName.lastIndexOf('.');
        Path file = folder.resolve(fileName);
        for (int i = 2; Files.exists(file); i++) {
            file = folder.resolve(fileName.substring(0, dot) + "-" + i + fileName.substring(dot));
        }
        return file;
    }
}
