package io.darkroom.worker.ort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.IntSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Results about models that workers of one machine share in a folder: the graph as the runtime optimised it for this processor, and the
 * number of rows of a run. All workers of a machine use the same number, since bytes depend on it; the first one that measures
 * decides. The folder may be deleted at any time. It contains graphs that are executed later, so only the worker's user may write to
 * it. If it cannot be used, graphs are optimised again at each start, and a warning is logged once.
 */
public final class EngineCache {
    private static final Logger LOG = Logger.getLogger(EngineCache.class);
    private static final Path PROCESSOR = Path.of("/proc/cpuinfo");

    /** Null: no cache. */
    private final @Nullable Path folder;

    private final String machine;

    private EngineCache(@Nullable Path folder, String machine) {
        this.folder = folder;
        this.machine = machine;
    }

    /** A cache that stores nothing. */
    static EngineCache none() {
        return new EngineCache(null, "");
    }

    /** @param runtime version and provider: everything besides the processor that changes the result */
    static EngineCache in(Path folder, String runtime) {
        try {
            Files.createDirectories(folder);
            if (!Files.isWritable(folder)) {
                throw new IOException("it is not writable");
            }
            return new EngineCache(folder, runtime + "\n" + processor());
        } catch (IOException e) {
            LOG.warnf(
                    "models are optimised again at every start, because darkroom.engine.cache = %s cannot be used: %s",
                    folder, e.getMessage());
            return none();
        }
    }

    /** Optimised graphs use the instructions of this processor, so they are not valid for another one. */
    private static String processor() throws IOException {
        String os = System.getProperty("os.arch");
        if (!Files.isReadable(PROCESSOR)) {
            return os;
        }
        return os
                + Files.readAllLines(PROCESSOR).stream()
                        .filter(line -> line.startsWith("model name") || line.startsWith("flags"))
                        .limit(2)
                        .toList();
    }

    /**
     * Path of the optimised graph of a model, which exists if it was stored by {@link #store}; null without a cache.
     *
     * @param digest SHA-256 of the model's file
     */
    @Nullable
    Path optimised(String digest) {
        return folder == null ? null : folder.resolve(key(digest) + ".onnx");
    }

    /** Moves a complete file to its path in the cache, atomically. */
    static void store(Path written, Path path) {
        try {
            Files.move(written, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.warnf("cannot store the optimised model %s: %s", path, e.getMessage());
        }
    }

    /**
     * Rows of a model's runs, as the first worker of this machine measured them. Without a cache nothing is measured: each start might
     * find another number, and so give other bytes.
     *
     * @param fallback the number without a cache
     */
    public int rows(String digest, int fallback, IntSupplier measure) {
        if (folder == null) {
            return fallback;
        }
        Path file = folder.resolve(key(digest) + ".rows");
        try {
            if (!Files.exists(file)) {
                write(file, Integer.toString(measure.getAsInt()));
            }
        } catch (IOException | UnsupportedOperationException e) {
            LOG.warnf("runs have %d rows, because %s cannot be written: %s", fallback, file, e.getMessage());
            return fallback;
        }
        return read(file, fallback);
    }

    /** Creates the file, complete; if another worker was faster, its file is kept. */
    private static void write(Path file, String text) throws IOException {
        Path written = Files.createTempFile(file.toAbsolutePath().getParent(), "rows", ".tmp");
        try {
            Files.writeString(written, text);
            Files.createLink(file, written);
        } catch (FileAlreadyExistsException _) {
            LOG.debugf("another worker wrote %s", file);
        } finally {
            Files.deleteIfExists(written);
        }
    }

    private static int read(Path file, int fallback) {
        try {
            return Integer.parseInt(Files.readString(file).strip());
        } catch (IOException | NumberFormatException e) {
            LOG.warnf("runs have %d rows, because %s cannot be read: %s", fallback, file, e.getMessage());
            return fallback;
        }
    }

    private String key(String digest) {
        try {
            byte[] all = (digest + "\n" + machine).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(all));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
