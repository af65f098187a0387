package io.darkroom.worker.model;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.darkroom.contracts.wire.Json;
import io.darkroom.worker.model.ModelManifest.ModelFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads {@code model.json} and verifies the files that it names. */
final class ManifestReader {
    static final String FILE = "model.json";

    /** A manifest is a page of text. */
    private static final long MAX_BYTES = 1 << 20;

    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");
    private static final Pattern BARE_NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,127}");
    private static final ObjectMapper STRICT = Json.mapper().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private ManifestReader() {}

    /** @throws ModelRejectedException if anything is not as the manifest says */
    static ModelFolder read(Path folder) {
        String name = String.valueOf(folder.getFileName());
        try {
            Path file = folder.resolve(FILE);
            requireRegular(name, file);
            if (Files.size(file) > MAX_BYTES) {
                throw new ModelRejectedException(name, FILE + " is larger than " + MAX_BYTES + " bytes");
            }
            byte[] bytes = Files.readAllBytes(file);
            ModelManifest manifest = STRICT.readValue(bytes, ModelManifest.class);
            check(name, manifest);
            for (ModelFile listed : manifest.files()) {
                verify(name, folder, listed);
            }
            return new ModelFolder(folder, manifest, HexFormat.of().formatHex(sha256().digest(bytes)));
        } catch (IOException e) {
            throw new ModelRejectedException(name, "its files cannot be read: " + e.getMessage(), e);
        }
    }

    private static void check(String folder, ModelManifest manifest) {
        Set<String> names = new HashSet<>();
        for (ModelFile file : manifest.files()) {
            require(folder, names.add(file.path()), "'" + file.path() + "' is listed twice");
        }
        require(folder, manifest.schema() == ModelManifest.SCHEMA, "schema " + manifest.schema() + " is not known");
        require(folder, ID.matcher(manifest.id()).matches(), "'" + manifest.id() + "' is not a model id");
        require(folder, manifest.id().equals(folder), "the folder is not named as the id '" + manifest.id() + "'");
        require(
                folder,
                manifest.architecture().equals("pixel-diffusion"),
                "architecture '" + manifest.architecture() + "' is not known");
        require(folder, !manifest.kinds().isEmpty(), "it names no kind of job");
        ManifestShape.check(folder, manifest);
    }

    private static void verify(String model, Path folder, ModelFile listed) throws IOException {
        require(model, BARE_NAME.matcher(listed.path()).matches(), "'" + listed.path() + "' is not a bare file name");
        Path file = folder.resolve(listed.path());
        requireRegular(model, file);
        long size = Files.size(file);
        require(
                model,
                size == listed.bytes(),
                listed.path() + " has " + size + " bytes, the manifest says " + listed.bytes() + "; copy it again");
        MessageDigest digest = sha256();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        require(
                model,
                HexFormat.of().formatHex(digest.digest()).equals(listed.sha256()),
                "the SHA-256 of " + listed.path() + " is not the manifest's; copy it again");
    }

    /** Links could lead out of the repository, devices could block for ever. */
    private static void requireRegular(String model, Path file) {
        require(
                model,
                Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS),
                file.getFileName() + " is missing or not a regular file");
    }

    static void require(String model, boolean holds, String otherwise) {
        if (!holds) {
            throw new ModelRejectedException(model, otherwise);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
