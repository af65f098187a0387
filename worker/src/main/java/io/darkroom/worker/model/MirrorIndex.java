package io.darkroom.worker.model;

import java.util.Map;

/**
 * The mirror's index of the files that it copied; public for Jackson.
 *
 * @param files by path
 */
public record MirrorIndex(Map<String, Copied> files) {
    public MirrorIndex {
        files = Map.copyOf(files);
    }

    /** A copied file: its tag at the source, its size, and the SHA-256 of the copy. */
    public record Copied(String tag, long bytes, String sha256) {}
}
