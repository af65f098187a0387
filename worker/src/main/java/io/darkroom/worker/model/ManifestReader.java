package io.darkroom.worker.model;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
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
import java.util.stream.Collectors;

/** Reads {@code model.json} and verifies the files that it names. */
final class ManifestReader {
    static final String FILE = "model.json";

    /** Far more than a manifest needs. */
    private static final long MAX_BYTES = 1 << 20;

    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");
    private static final Pattern BARE_NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,127}");
    private static final ObjectMapper STRICT = Json.mapper().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private ManifestReader() {}

    /** @throws ModelRejectedException if the files do not match the manifest */
    static ModelFolder read(Path folder) {
        String name = String.valueOf(folder.getFileName());
        try {
            byte[] bytes = bytes(name, folder, FILE);
            ModelManifest manifest = strictly(name, FILE, bytes, ModelManifest.class);
            check(name, manifest);
            for (ModelFile listed : manifest.files()) {
                verify(name, folder, listed);
            }
            return new ModelFolder(folder, manifest, sha256(bytes));
        } catch (IOException e) {
            throw new ModelRejectedException(name, "its files cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * Reads a small file.
     *
     * @param name its path within the folder
     */
    static byte[] bytes(String model, Path folder, String name) throws IOException {
        Path file = folder.resolve(name);
        requireRegular(model, file, name);
        require(model, Files.size(file) <= MAX_BYTES, name + " is larger than " + MAX_BYTES + " bytes");
        return Files.readAllBytes(file);
    }

    /**
     * Parses JSON that Darkroom defines: unknown fields are rejected, because one that is not understood may change the arithmetic.
     *
     * @param name of the file, for the message
     */
    static <T> T strictly(String model, String name, byte[] json, Class<T> type) throws IOException {
        try {
            T value = STRICT.readValue(json, type);
            require(model, value != null, name + " holds only null");
            return value;
        } catch (JsonProcessingException e) {
            throw malformed(model, name, e);
        }
    }

    /** Parses JSON that others define: any object. */
    static JsonNode loosely(String model, String name, byte[] json) throws IOException {
        try {
            JsonNode value = STRICT.readTree(json);
            require(model, value.isObject(), name + " is not a JSON object");
            return value;
        } catch (JsonProcessingException e) {
            throw malformed(model, name, e);
        }
    }

    private static ModelRejectedException malformed(String model, String name, JsonProcessingException e) {
        JsonLocation at = e.getLocation();
        String place = at == null ? "" : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
        return new ModelRejectedException(
                model, name + " cannot be read: " + field(e) + e.getOriginalMessage() + place, e);
    }

    /** The path of the field, if Jackson knows it. */
    private static String field(JsonProcessingException e) {
        if (!(e instanceof JsonMappingException mapping) || mapping.getPath().isEmpty()) {
            return "";
        }
        return mapping.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                .collect(Collectors.joining(".", "'", "': "));
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
        require(folder, !manifest.kinds().isEmpty(), "it lists no job kind");
        ManifestChecks.check(folder, manifest);
    }

    private static void verify(String model, Path folder, ModelFile listed) throws IOException {
        require(model, BARE_NAME.matcher(listed.path()).matches(), "'" + listed.path() + "' is not a bare file name");
        Path file = folder.resolve(listed.path());
        requireRegular(model, file, listed.path());
        long size = Files.size(file);
        require(
                model,
                size == listed.bytes(),
                listed.path() + " has " + size + " bytes, the manifest says " + listed.bytes() + "; copy it again");
        require(
                model,
                sha256(file).equals(listed.sha256()),
                "the SHA-256 of " + listed.path() + " is not the one in the manifest; copy it again");
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

    /** A link could lead out of the repository, and reading a device could block for ever. */
    private static void requireRegular(String model, Path file, String name) {
        require(
                model,
                Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS),
                name + " is missing or not a regular file");
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
