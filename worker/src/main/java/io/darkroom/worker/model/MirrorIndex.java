package io.darkroom.worker.model;

import java.util.Map;

/**
 * The mirror's index of the files that it copied.
 *
 * @param files by path
 */
record MirrorIndex(Map<String, Copied> files) {
    MirrorIndex {
        files = Map.copyOf(files);
    }

    /** A copied file: its tag at the source, its size, and the SHA-256 of the copy. */
    record Copied(String tag, long bytes, String sha256) {}
}
