package io.darkroom.chaos.watch;

import io.darkroom.chaos.history.Stored;
import io.darkroom.contracts.outcome.Outcome;
import io.darkroom.contracts.wire.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** The bucket, as it lies on the disk of the local store: an object is a file. */
public final class StoreFolder {
    private final Path bucket;

    public StoreFolder(Path bucket) {
        this.bucket = bucket;
    }

    /** Everything under {@code jobs/}. */
    public List<Stored> jobs() {
        Path jobs = bucket.resolve("jobs");
        if (!Files.isDirectory(jobs)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(jobs)) {
            return files.filter(Files::isRegularFile).sorted().map(this::read).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + jobs + ": " + e.getMessage(), e);
        }
    }

    private Stored read(Path file) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            String key = bucket.relativize(file).toString().replace('\\', '/');
            Outcome outcome = key.endsWith("/outcome.json") ? Json.decode(bytes, Outcome.class) : null;
            return new Stored(key, bytes.length, sha256(bytes), outcome);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
