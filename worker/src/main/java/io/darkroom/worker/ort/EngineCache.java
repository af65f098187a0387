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
 * What workers of one machine found out about models, kept in a folder: the graph as the runtime optimised it for this
 * processor, and the number of rows of a run. All workers of a machine take the same number, since bytes depend on it; the first
 * one that measures decides. The folder may be deleted at any time. It holds what is run later, so only the worker's
 * user may write to it. Where it cannot be used, everything is done anew, and a warning says so once.
 */
public final class EngineCache {
    private static final Logger LOG = Logger.getLogger(EngineCache.class);
    private static final Path PROCESSOR = Path.of("/proc/cpuinfo");

    /** Null: there is none. */
    private final @Nullable Path folder;

    private final String machine;

    private EngineCache(@Nullable Path folder, String machine) {
        this.folder = folder;
        this.machine = machine;
    }

    /** Remembers nothing. */
    static EngineCache none() {
        return new EngineCache(null, "");
    }

    /** @param runtime version and options, whatever changes the result */
    static EngineCache in(Path folder, String runtime) {
        try {
            Files.createDirectories(folder);
            if (!Files.isWritable(folder)) {
                throw new IOException("it is not writable");
            }
            return new EngineCache(folder, runtime + "\n" + processor());
        } catch (IOException e) {
            LOG.warnf(
                    "models are optimised anew at every start, since darkroom.engine.cache = %s cannot be used: %s",
                    folder, e.getMessage());
            return none();
        }
    }

    /** Optimised graphs use what this processor can do, so they are not for another one. */
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
     * Where the optimised graph of a model lies, or is to be put by {@link #keep}; null without a cache.
     *
     * @param digest of the model's file
     */
    @Nullable
    Path optimised(String digest) {
        return folder == null ? null : folder.resolve(key(digest) + ".onnx");
    }

    /** Puts a file that was written beside it into its place, whole or not at all. */
    static void keep(Path written, Path place) {
        try {
            Files.move(written, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.warnf("cannot keep the optimised model %s: %s", place, e.getMessage());
        }
    }

    /**
     * Rows of a model's runs, as the first worker of this machine measured them. Without a cache nothing is measured: every
     * start might find another number, and with it other bytes.
     *
     * @param otherwise the number where there is no cache
     */
    public int rows(String digest, int otherwise, IntSupplier measured) {
        if (folder == null) {
            return otherwise;
        }
        Path file = folder.resolve(key(digest) + ".rows");
        try {
            if (!Files.exists(file)) {
                write(file, Integer.toString(measured.getAsInt()));
            }
        } catch (IOException | UnsupportedOperationException e) {
            LOG.warnf("runs have %d rows, since %s cannot be written: %s", otherwise, file, e.getMessage());
            return otherwise;
        }
        return read(file, otherwise);
    }

    /** Whole, and only if there is none: another worker may have been faster, and then its number counts. */
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

    private static int read(Path file, int otherwise) {
        try {
            return Integer.parseInt(Files.readString(file).strip());
        } catch (IOException | NumberFormatException e) {
            LOG.warnf("runs have %d rows, since %s cannot be read: %s", otherwise, file, e.getMessage());
            return otherwise;
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
