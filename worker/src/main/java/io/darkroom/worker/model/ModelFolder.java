package io.darkroom.worker.model;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A verified model of Darkroom's own layout.
 *
 * @param digest SHA-256 of {@code model.json}, which lists every file's digest
 */
public record ModelFolder(Path directory, ModelManifest manifest, String digest) implements VerifiedModel {

    @Override
    public String id() {
        return manifest.id();
    }

    @Override
    public Map<String, String> digests() {
        return manifest.files().stream()
                .collect(Collectors.toUnmodifiableMap(ModelManifest.ModelFile::path, ModelManifest.ModelFile::sha256));
    }

    @Override
    public long bytes() {
        return manifest.files().stream()
                .mapToLong(ModelManifest.ModelFile::bytes)
                .sum();
    }
}
