package io.darkroom.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.darkroom.local.client.GatewayClient;
import io.darkroom.local.client.MediaTypes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Saves a job's results under names that say what they are. */
final class Outputs {
    private final GatewayClient gateway;
    private final Path folder;

    Outputs(GatewayClient gateway, Path folder) {
        this.gateway = gateway;
        this.folder = folder;
    }

    /** Saves all and returns the files, in the job's order. Nothing that is there already is written over. */
    List<Path> save(JsonNode job, String name) throws InterruptedException {
        List<Path> saved = new ArrayList<>();
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make " + folder + ": " + e.getMessage(), e);
        }
        for (JsonNode output : job.path("outputs")) {
            Path file = unused(fileName(name, output));
            gateway.download(output.path("url").asText(), file);
            saved.add(file);
        }
        return saved;
    }

    static String fileName(String name, JsonNode output) {
        String frame = output.hasNonNull("frame")
                ? String.format(Locale.ROOT, "-frame-%02d", output.path("frame").asInt())
                : "";
        String extension = MediaTypes.extension(output.path("content_type").asText());
        return name + "-" + output.path("seed").asLong() + frame + "." + extension;
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
