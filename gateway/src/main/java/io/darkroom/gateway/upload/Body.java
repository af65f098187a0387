package io.darkroom.gateway.upload;

import io.darkroom.gateway.http.ProblemCode;
import io.darkroom.gateway.http.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A received body, hashed while it is read. Up to 1 MiB is kept in memory, larger bodies are written to a temporary
 * file, so that concurrent uploads do not fill the heap. Closing it deletes the file.
 *
 * @param memory the body; empty if it is in the file
 * @param head the first {@link MediaType#HEAD} bytes
 * @param sha256 lower-case hex
 */
public record Body(byte[] memory, @Nullable Path file, byte[] head, long size, String sha256) implements AutoCloseable {
    private static final int IN_MEMORY = 1024 * 1024;

    public static Body of(byte[] bytes) {
        return new Body(bytes, null, head(bytes), bytes.length, hex(digester().digest(bytes)));
    }

    /**
     * @throws ProblemException {@code body_too_large} beyond {@code maxBytes}
     */
    static Body read(InputStream source, int maxBytes) {
        try {
            byte[] first = source.readNBytes(IN_MEMORY + 1);
            if (first.length <= IN_MEMORY) {
                return of(first);
            }
            return spool(first, source, maxBytes);
        } catch (IOException e) {
            throw ProblemException.of(ProblemCode.BAD_REQUEST, "The body ended early.");
        }
    }

    private static Body spool(byte[] first, InputStream source, int maxBytes) throws IOException {
        Path file = Files.createTempFile("darkroom-upload-", ".bin");
        try (OutputStream out = Files.newOutputStream(file)) {
            MessageDigest digest = digester();
            byte[] buffer = new byte[64 * 1024];
            long size = 0;
            for (byte[] part = first; part.length > 0; part = Arrays.copyOf(buffer, Math.max(0, source.read(buffer)))) {
                size += part.length;
                if (size > maxBytes) {
                    throw tooLarge(maxBytes);
                }
                digest.update(part);
                out.write(part);
            }
            return new Body(new byte[0], file, head(first), size, hex(digest.digest()));
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    static ProblemException tooLarge(int maxBytes) {
        return ProblemException.of(ProblemCode.BODY_TOO_LARGE, "An upload may have at most " + maxBytes + " bytes.");
    }

    private static byte[] head(byte[] bytes) {
        return Arrays.copyOf(bytes, Math.min(bytes.length, MediaType.HEAD));
    }

    private static String hex(byte[] digest) {
        return HexFormat.of().formatHex(digest);
    }

    private static MessageDigest digester() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public void close() {
        if (file != null) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot delete " + file, e);
            }
        }
    }
}
