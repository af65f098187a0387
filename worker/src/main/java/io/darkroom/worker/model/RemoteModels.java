package io.darkroom.worker.model;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** A remote source of models. */
interface RemoteModels extends AutoCloseable {
    /**
     * One file.
     *
     * @param path below the source, with slashes
     * @param tag changes whenever the contents do
     */
    record RemoteFile(String path, long bytes, String tag) {}

    List<RemoteFile> list() throws IOException;

    /**
     * The contents from an offset on.
     *
     * @param from bytes
     * @throws IOException if it cannot be read, or has changed since it was listed
     */
    InputStream read(RemoteFile file, long from) throws IOException;

    @Override
    void close();
}
