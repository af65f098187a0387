package io.darkroom.worker.model;

import java.nio.file.Path;
import java.util.Map;

/** A model on disk, in one of the known layouts, whose files have the expected digests. */
public sealed interface VerifiedModel permits ModelFolder, DiffusersFolder {
    Path directory();

    String id();

    /** Identifies the whole model: it differs if any file differs. SHA-256, lower-case hex. */
    String digest();

    /** SHA-256 of each file, by path within the directory. */
    Map<String, String> digests();

    /** Size of all files, bytes. */
    long bytes();

    /**
     * Path of a file.
     *
     * @throws ModelRejectedException if it is not one of those that were verified
     */
    default Path file(String name) {
        if (!digests().containsKey(name)) {
            throw new ModelRejectedException(id(), "it uses '" + name + "', which its files do not list");
        }
        return directory().resolve(name);
    }
}
