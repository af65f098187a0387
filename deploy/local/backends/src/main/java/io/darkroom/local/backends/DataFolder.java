package io.darkroom.local.backends;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/**
 * Everything a stack keeps, in one folder that one stack at a time may use. The lock is the operating system's: it ends
 * with the process that holds it. Its file names that process.
 */
public final class DataFolder implements AutoCloseable {
    private static final String LOCK = "lock";

    private final Path root;
    private final boolean temporary;
    private final FileChannel channel;

    private DataFolder(Path root, boolean temporary, FileChannel channel) {
        this.root = root;
        this.temporary = temporary;
        this.channel = channel;
    }

    /**
     * Acquires the folder, which is created if it is missing.
     *
     * @param fresh whether it is emptied first
     * @throws InUseException if another stack runs on it
     */
    public static DataFolder acquire(Path folder, boolean fresh) {
        Path root = folder.toAbsolutePath().normalize();
        try {
            Files.createDirectories(root);
            DataFolder taken = new DataFolder(root, false, lock(root));
            if (fresh) {
                taken.empty();
            }
            return taken;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use the data folder " + root + ": " + e.getMessage(), e);
        }
    }

    /** A new folder that is removed at the end. */
    public static DataFolder temporary() {
        try {
            Path root = Files.createTempDirectory("darkroom-");
            return new DataFolder(root, true, lock(root));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create a temporary data folder: " + e.getMessage(), e);
        }
    }

    private static FileChannel lock(Path root) throws IOException {
        Path file = root.resolve(LOCK);
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        FileLock lock = tryLock(channel);
        if (lock == null) {
            String pid = Files.readString(file).strip();
            channel.close();
            throw new InUseException(root, pid);
        }
        channel.truncate(0);
        String pid = ProcessHandle.current().pid() + "\n";
        channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)), 0);
        return channel;
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // held by this very JVM
        }
    }

    public Path root() {
        return root;
    }

    public Path logs() {
        return root.resolve("logs");
    }

    public Path resolve(String name) {
        return root.resolve(name);
    }

    /** Writes a file that only its owner may read. */
    public Path writePrivately(String name, String content) {
        Path file = root.resolve(name);
        try {
            Files.createDirectories(file.getParent());
            Path part = Files.createTempFile(
                    file.getParent(),
                    ".part",
                    null,
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(part, content);
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    private void empty() throws IOException {
        Path keep = root.resolve(LOCK);
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (!file.equals(keep)) {
                    Files.delete(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) throws IOException {
                if (e != null) {
                    throw e;
                }
                if (!folder.equals(root)) {
                    Files.delete(folder);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** Releases the folder; a temporary one is removed. */
    @Override
    public void close() {
        try {
            if (temporary) {
                empty();
            }
            channel.close();
            if (temporary) {
                Files.deleteIfExists(root.resolve(LOCK));
                Files.deleteIfExists(root);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot release the data folder " + root + ": " + e.getMessage(), e);
        }
    }

    /** Another stack runs on the folder. */
    public static final class InUseException extends RuntimeException {
        InUseException(Path root, String pid) {
            super("a stack runs already on " + root + (pid.isEmpty() ? "" : " (process " + pid + ")")
                    + "; stop it first, or choose another folder with --data");
        }
    }
}
