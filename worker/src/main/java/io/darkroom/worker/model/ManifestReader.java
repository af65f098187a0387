package io.darkroom.worker.model;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
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
            byte[] bytes = bytes(name, folder.resolve(FILE));
            ModelManifest manifest = strictly(bytes, ModelManifest.class);
            check(name, manifest);
            for (ModelFile listed : manifest.files()) {
                verify(name, folder, listed);
            }
            return new ModelFolder(folder, manifest, sha256(bytes));
        } catch (IOException e) {
            throw new ModelRejectedException(name, "its files cannot be read: " + e.getMessage(), e);
        }
    }

    /** A small file as it is. */
    static byte[] bytes(String model, Path file) throws IOException {
        requireRegular(model, file);
        require(model, Files.size(file) <= MAX_BYTES, file.getFileName() + " is larger than " + MAX_BYTES + " bytes");
        return Files.readAllBytes(file);
    }

    /** JSON of ours, where a field that is not understood may change the arithmetic. */
    static <T> T strictly(byte[] json, Class<T> type) throws IOException {
        return STRICT.readValue(json, type);
    }

    /** JSON of others. */
    static JsonNode loosely(byte[] json) throws IOException {
        return STRICT.readTree(json);
    }

    private static void check(String folder, ModelManifest manifest) {
        Set<String> names = new HashSet<>();
        for (ModelFile file : manifest.files()) {
            require(folder, names.add(file.path()), "'" + file.path() + "' is listed twice");
        }
        require(folder, manifest.schema() == ModelManifest.SCHEMA, "schema " + manifest.schema() + " is not known");
        requireId(folder, manifest.id());
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
        require(
                model,
                sha256(file).equals(listed.sha256()),
                "the SHA-256 of " + listed.path() + " is not the manifest's; copy it again");
    }

    static String sha256(Path file) throws IOException {
        MessageDigest digest = sha256();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(sha256().digest(bytes));
    }

    static void requireId(String model, String id) {
        require(model, ID.matcher(id).matches(), "'" + id + "' is not a model id");
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
