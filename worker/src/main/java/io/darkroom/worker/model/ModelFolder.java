package io.darkroom.worker.model;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A model folder whose files were compared with their digests.
 *
 * @param digest SHA-256 of {@code model.json}, lower-case hex; since the manifest names every file's digest, it stands
 *     for all of the model
 */
public record ModelFolder(Path directory, ModelManifest manifest, String digest) {

    public String id() {
        return manifest.id();
    }

    /** Path of a file that the manifest lists. */
    public Path file(String name) {
        if (!digests().containsKey(name)) {
            throw new ModelRejectedException(id(), "it uses '" + name + "', which its files do not list");
        }
        return directory.resolve(name);
    }

    /** SHA-256 of each file, by name. */
    public Map<String, String> digests() {
        return manifest.files().stream()
                .collect(Collectors.toUnmodifiableMap(ModelManifest.ModelFile::path, ModelManifest.ModelFile::sha256));
    }
}
