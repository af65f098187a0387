package io.darkroom.platform.store;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

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
     * The object's size in bytes, empty if there is none.
     *
     * @throws StoreUnavailableException if the store cannot tell
     */
    OptionalLong size(String key);

    /**
     * Stores or overwrites with a file's contents, which need not fit the memory; durable when it returns.
     *
     * @throws StoreUnavailableException if it is not known to be stored
     */
    void put(String key, Path file, String contentType);

    /**
     * Removes the object, if there is one.
     *
     * @throws StoreUnavailableException if it is not known to be gone
     */
    void delete(String key);

    /**
     * Objects under a prefix, ordered by key; read page by page while they are asked for.
     *
     * @throws StoreUnavailableException also from the iterator, if the store does not answer
     */
    Iterable<StoredObject> list(String prefix);

    /**
     * A URL that reads this one object, as an attachment, without credentials, until it expires. Makes no call.
     *
     * @param ttl at most 7 days
     */
    String presign(String key, Duration ttl, String fileName);

    /**
     * A cheap write, to see whether jobs could be finished now.
     *
     * @throws StoreUnavailableException if not
     */
    void probe();
}
