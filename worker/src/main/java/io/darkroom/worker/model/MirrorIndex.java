package io.darkroom.worker.model;

import java.util.Map;

/**
 * What a mirror wrote down of its copies.
 *
 * @param files by path
 */
public record MirrorIndex(Map<String, Copied> files) {
    public MirrorIndex {
        files = Map.copyOf(files);
    }

    /** What was copied: a file's tag at the source, its size, and the copy's digest. */
    public record Copied(String tag, long bytes, String sha256) {}
}
