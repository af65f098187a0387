package io.darkroom.local.stack;

import io.darkroom.local.backends.DataFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/**
 * The key that seals webhook secrets in the log: made at the first start, kept in {@code webhook-keys} for its owner alone.
 * One line, as {@code darkroom.webhooks.secret-keys} expects it; a newer key may precede it, after a comma.
 */
public final class WebhookKey {
    static final String FILE = "webhook-keys";

    private final DataFolder folder;

    WebhookKey(DataFolder folder) {
        this.folder = folder;
    }

    String findOrCreate() {
        return find(folder.root()).orElseGet(this::create);
    }

    /** The keys of the stack that keeps its data in this folder, as {@code darkroom.webhooks.secret-keys} expects them. */
    public static Optional<String> find(Path data) {
        Path file = data.resolve(FILE);
        try {
            return Files.exists(file) ? Optional.of(Files.readString(file).strip()) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    private String create() {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        String text = "local-1:" + Base64.getEncoder().encodeToString(key);
        folder.writePrivately(FILE, text + "\n");
        return text;
    }
}
