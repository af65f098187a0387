package io.darkroom.local.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import io.darkroom.cli.doctor.Finding;
import io.darkroom.cli.terminal.Text;
import io.darkroom.contracts.wire.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** Each model's files against the digests of its manifest. */
final class ModelChecks {
    private static final String ABOUT = "model";

    private ModelChecks() {}

    static List<Finding> all(Path repository) {
        if (!Files.isDirectory(repository)) {
            return List.of(Finding.bad(
                    ABOUT,
                    "no model repository at " + repository,
                    "set DARKROOM_MODELS_DIRECTORY, or check the checkout"));
        }
        List<Finding> findings = new ArrayList<>();
        try (Stream<Path> folders = Files.list(repository)) {
            for (Path folder : folders.sorted().toList()) {
                if (Files.isRegularFile(folder.resolve("model.json"))) {
                    findings.add(check(folder));
                } else if (Files.isRegularFile(folder.resolve("model_index.json"))) {
                    findings.add(export(folder));
                }
            }
        } catch (IOException e) {
            return List.of(
                    Finding.bad(ABOUT, repository + " cannot be read: " + e.getMessage(), "check its permissions"));
        }
        if (findings.isEmpty()) {
            findings.add(Finding.bad(
                    ABOUT, "no model in " + repository, "put a folder with a model.json or a model_index.json there"));
        }
        return findings;
    }

    private static Finding check(Path folder) {
        String name = String.valueOf(folder.getFileName());
        try {
            JsonNode manifest = Json.mapper().readTree(Files.readAllBytes(folder.resolve("model.json")));
            long bytes = 0;
            for (JsonNode file : manifest.path("files")) {
                Path path = folder.resolve(file.path("path").asText());
                String wrong = problem(path, file);
                if (!wrong.isEmpty()) {
                    return Finding.bad(ABOUT, name + ": " + wrong, "restore it: git checkout -- " + folder);
                }
                bytes += file.path("bytes").asLong();
            }
            String version = manifest.path("version").asText();
            return Finding.fine(ABOUT, name + " " + version + ", " + Text.bytes(bytes) + ", every digest fits");
        } catch (IOException e) {
            return Finding.bad(ABOUT, name + ": " + e.getMessage(), "restore it: git checkout -- " + folder);
        }
    }

    /** An export by Optimum; the worker itself checks more when it starts. */
    private static Finding export(Path folder) {
        String name = String.valueOf(folder.getFileName());
        boolean transformer = Files.isDirectory(folder.resolve("transformer"));
        for (String part : List.of(transformer ? "transformer" : "unet", "vae_decoder", "text_encoder")) {
            if (!Files.isRegularFile(folder.resolve(part).resolve("model.onnx"))) {
                return Finding.bad(
                        ABOUT,
                        name + ": " + part + "/model.onnx is missing",
                        "export it again, see docs/how-to/serve-your-own-model.md");
            }
        }
        try (Stream<Path> files = Files.walk(folder)) {
            long bytes = 0;
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                bytes += Files.size(file);
            }
            return Finding.fine(ABOUT, name + ", exported by Optimum, " + Text.bytes(bytes));
        } catch (IOException e) {
            return Finding.bad(ABOUT, name + ": " + e.getMessage(), "check its permissions");
        }
    }

    private static String problem(Path file, JsonNode declared) throws IOException {
        if (!Files.isRegularFile(file)) {
            return file.getFileName() + " is missing";
        }
        if (Files.size(file) != declared.path("bytes").asLong()) {
            return file.getFileName() + " has " + Files.size(file) + " bytes instead of "
                    + declared.path("bytes").asLong();
        }
        return sha256(file).equals(declared.path("sha256").asText())
                ? ""
                : file.getFileName() + " has another digest than in model.json";
    }

    private static String sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[1 << 16];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
