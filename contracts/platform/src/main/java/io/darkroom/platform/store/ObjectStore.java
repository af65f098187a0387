package io.darkroom.platform.store;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** An object store bucket. Calls block for a bounded time. */
public interface ObjectStore {
    /**
     * Creates or overwrites an object; it is durable when the call returns.
     *
     * @throws StoreUnavailableException if it is unknown whether the object was stored
     */
    void put(String key, byte[] bytes, String contentType);

    /**
     * The object's bytes, empty if there is none.
     *
     * @param maxBytes larger objects are rejected before they are read into memory
     * @throws StoreUnavailableException if the store does not answer
     * @throws ObjectTooLargeException if it is larger
     */
    Optional<byte[]> get(String key, long maxBytes);

    /**
     * Creates the object unless it exists; of all callers at most one ever gets true.
     *
     * @return false if the object already existed, possibly from an earlier call of this process whose reply was lost
     * @throws StoreUnavailableException if it is unknown whether the object was stored
     */
    boolean createIfAbsent(String key, byte[] bytes, String contentType);

    /**
     * The object's size in bytes, empty if there is none.
     *
     * @throws StoreUnavailableException if the store does not answer
     */
    OptionalLong size(String key);

    /**
     * Creates or overwrites an object with the contents of a file, which is streamed; it is durable when the call
     * returns.
     *
     * @throws StoreUnavailableException if it is unknown whether the object was stored
     */
    void put(String key, Path file, String contentType);

    /**
     * Deletes the object if it exists.
     *
     * @throws StoreUnavailableException if it is unknown whether the object was deleted
     */
    void delete(String key);

    /**
     * Objects under a prefix, ordered by key, fetched page by page during iteration.
     *
     * @throws StoreUnavailableException also from the iterator, if the store does not answer
     */
    Iterable<StoredObject> list(String prefix);

    /**
     * A presigned URL that serves this object as an attachment until it expires. Makes no remote call.
     *
     * @param ttl at most 7 days
     */
    String presign(String key, Duration ttl, String fileName);

    /**
     * A cheap write that checks whether results can be stored.
     *
     * @throws StoreUnavailableException if they cannot
     */
    void probe();
}
