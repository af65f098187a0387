package io.darkroom.worker.model;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Where models are copied from. */
interface RemoteModels extends AutoCloseable {
    /**
     * One file.
     *
     * @param path below the source, with slashes
     * @param tag changes with the contents
     */
    record RemoteFile(String path, long bytes, String tag) {}

    List<RemoteFile> list() throws IOException;

    /**
     * The contents from a byte on.
     *
     * @throws IOException if it cannot be read, or is no longer what was listed
     */
    InputStream read(RemoteFile file, long from) throws IOException;

    @Override
    void close();
}
