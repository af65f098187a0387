package io.darkroom.platform.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** A bucket in memory that keeps S3's rules and can be made to fail as real ones do. */
public final class MemoryObjectStore implements ObjectStore {
    private final Map<String, byte[]> objects = new TreeMap<>();
    private boolean down;
    private int repliesToLose;
    private Consumer<String> before = _ -> {};
    private Consumer<String> after = _ -> {};

    /** Whether every call fails without any effect. */
    public synchronized void down(boolean yes) {
        this.down = yes;
    }

    /** The next writes take effect, but fail from the caller's point of view. */
    public synchronized void loseReplies(int writes) {
        this.repliesToLose = writes;
    }

    /** Called with the key before and after each write; may throw to simulate a crash. */
    public synchronized void aroundWrites(Consumer<String> beforeWrite, Consumer<String> afterWrite) {
        this.before = beforeWrite;
        this.after = afterWrite;
    }

    public synchronized Set<String> keys() {
        return Set.copyOf(objects.keySet());
    }

    @Override
    public synchronized void put(String key, byte[] bytes, String contentType) {
        requireUp(key);
        before.accept(key);
        objects.put(key, bytes.clone());
        after.accept(key);
        reply(key);
    }

    @Override
    public synchronized Optional<byte[]> get(String key, long maxBytes) {
        requireUp(key);
        byte[] bytes = objects.get(key);
        if (bytes != null && bytes.length > maxBytes) {
            throw new ObjectTooLargeException(key, maxBytes);
        }
        return Optional.ofNullable(bytes).map(byte[]::clone);
    }

    @Override
    public synchronized boolean createIfAbsent(String key, byte[] bytes, String contentType) {
        requireUp(key);
        before.accept(key);
        boolean created = objects.putIfAbsent(key, bytes.clone()) == null;
        after.accept(key);
        reply(key);
        return created;
    }

    @Override
    public synchronized OptionalLong size(String key) {
        requireUp(key);
        byte[] bytes = objects.get(key);
        return bytes == null ? OptionalLong.empty() : OptionalLong.of(bytes.length);
    }

    @Override
    public synchronized void put(String key, Path file, String contentType) {
        try {
            put(key, Files.readAllBytes(file), contentType);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized void delete(String key) {
        requireUp(key);
        before.accept(key);
        objects.remove(key);
        after.accept(key);
        reply(key);
    }

    /** All objects have the creation time of this store. */
    @Override
    public synchronized Iterable<StoredObject> list(String prefix) {
        requireUp(prefix);
        return objects.entrySet().stream()
                .filter(object -> object.getKey().startsWith(prefix))
                .map(object -> new StoredObject(object.getKey(), Instant.EPOCH, object.getValue().length))
                .toList();
    }

    @Override
    public String presign(String key, Duration ttl, String fileName) {
        return "memory:" + key;
    }

    @Override
    public synchronized void probe() {
        requireUp("probe");
    }

    private void requireUp(String key) {
        if (down) {
            throw new StoreUnavailableException("the store is down: " + key);
        }
    }

    private void reply(String key) {
        if (repliesToLose > 0) {
            repliesToLose--;
            throw new StoreUnavailableException("the reply was lost: " + key);
        }
    }
}
