package io.darkroom.worker.pipeline.dataset;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * Writes a tar archive (POSIX ustar) whose bytes depend only on the names, the contents and their order: owner 0 without
 * a name, mode 0644, modification time 0. Every entry reaches the stream before {@link #add} returns, so a copy of the
 * stream can be continued by another writer.
 */
final class ShardWriter implements Closeable {
    static final String CONTENT_TYPE = "application/x-tar";

    private static final int MODE = 0644;

    private final TarArchiveOutputStream tar;

    ShardWriter(OutputStream out) {
        this.tar = new TarArchiveOutputStream(out);
    }

    /** @param name at most 100 ASCII characters */
    void add(String name, byte[] contents) throws IOException {
        // The library would otherwise record the current time and the name of the user who runs the worker.
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setMode(MODE);
        entry.setModTime(0L);
        entry.setUserName("");
        entry.setGroupName("");
        entry.setSize(contents.length);
        tar.putArchiveEntry(entry);
        tar.write(contents);
        tar.closeArchiveEntry();
    }

    /** Writes the end of the archive and closes the stream. */
    @Override
    public void close() throws IOException {
        tar.close();
    }
}
