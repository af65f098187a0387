package io.darkroom.worker.artifact;

import java.util.Optional;

/** A bucket. Calls block for a bounded time. */
public interface ObjectStore {
    /**
     * Stores or overwrites; durable when it returns.
     *
     * @throws StoreUnavailableException if it is not known to be stored
     */
    void put(String key, byte[] bytes, String contentType);

    /**
     * The object's bytes, empty if there is none.
     *
     * @param maxBytes larger objects are refused before they fill the memory
     * @throws StoreUnavailableException if the store cannot tell
     * @throws ObjectTooLargeException if it is larger
     */
    Optional<byte[]> get(String key, long maxBytes);

    /**
     * Stores unless there is one; of many callers exactly one ever gets true.
     *
     * @return false if there was one already, perhaps by an earlier call of ours whose reply was lost
     * @throws StoreUnavailableException if it is not known whether it is stored
     */
    boolean createIfAbsent(String key, byte[] bytes, String contentType);

    /**
     * A cheap write, to see whether jobs could be finished now.
     *
     * @throws StoreUnavailableException if not
     */
    void probe();
}
