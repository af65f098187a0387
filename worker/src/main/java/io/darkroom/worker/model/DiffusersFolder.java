package io.darkroom.worker.model;

import java.nio.file.Path;
import java.util.Map;

/**
 * A model as Optimum exports it to ONNX.
 *
 * @param digest over the names and digests of all files
 */
public record DiffusersFolder(
        Path directory, DiffusersLayout layout, Map<String, String> digests, long bytes, String digest)
        implements VerifiedModel {
    public DiffusersFolder {
        digests = Map.copyOf(digests);
    }

    @Override
    public String id() {
        return layout.id();
    }
}
