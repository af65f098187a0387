package io.darkroom.gateway.webhook;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Closes secrets before they go into the log, by AES-256-GCM. A closed text is {@code sealed:<key id>:<base64>} of 12 random
 * bytes, the cipher text and its tag; it opens for the owner only whom it was closed for. The first key closes, every key
 * opens what was closed under its id: to change keys, put a new one first, and drop the old one when nothing of it is left.
 */
final class SecretSeal {
    private static final String PREFIX = "sealed:";
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final Pattern KEY = Pattern.compile("([A-Za-z0-9_-]{1,32}):([A-Za-z0-9+/]+=*)");

    private final Map<String, SecretKey> keys = new LinkedHashMap<>();
    private final @Nullable String current;
    private final RandomGenerator random;

    /**
     * @param texts {@code <id>:<base64 of 32 bytes>}, the newest first; none: secrets stay in plain text
     * @throws IllegalArgumentException if one has not this form; the message does not repeat it
     */
    SecretSeal(List<String> texts, RandomGenerator random) {
        for (String text : texts) {
            var parts = KEY.matcher(text.strip());
            byte[] key = parts.matches() ? decode(parts.group(2)) : new byte[0];
            if (key.length != KEY_BYTES) {
                throw new IllegalArgumentException("each of darkroom.webhooks.secret-keys is <id>:<base64 of "
                        + KEY_BYTES + " random bytes>, the newest first");
            }
            if (keys.put(parts.group(1), new SecretKeySpec(key, "AES")) != null) {
                throw new IllegalArgumentException(
                        "darkroom.webhooks.secret-keys names the key '" + parts.group(1) + "' twice");
            }
        }
        this.current = keys.isEmpty() ? null : keys.keySet().iterator().next();
        this.random = random;
    }

    private static byte[] decode(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    /** Whether there is a key to close with. */
    boolean closes() {
        return current != null;
    }

    /** Whether it would be closed just so today. */
    boolean isCurrent(String stored) {
        return current == null ? !stored.startsWith(PREFIX) : stored.startsWith(PREFIX + current + ":");
    }

    /** The text to store; the secret itself if there is no key. */
    String close(String secret, String owner) {
        if (current == null) {
            return secret;
        }
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] closed = cipher(Cipher.ENCRYPT_MODE, current, owner, nonce, secret.getBytes(StandardCharsets.UTF_8));
        byte[] all = ByteBuffer.allocate(nonce.length + closed.length)
                .put(nonce)
                .put(closed)
                .array();
        return PREFIX + current + ":" + Base64.getEncoder().encodeToString(all);
    }

    /**
     * The secret of what is stored, which may be plain text of before there was a key.
     *
     * @throws IllegalStateException if its key is not among ours, or it was closed for somebody else
     */
    String open(String stored, String owner) {
        if (!stored.startsWith(PREFIX)) {
            return stored;
        }
        String[] parts = stored.split(":", 3);
        byte[] all = parts.length == 3 ? decode(parts[2]) : new byte[0];
        if (all.length <= NONCE_BYTES) {
            throw new IllegalStateException("the secret of " + owner + " is damaged");
        }
        byte[] nonce = Arrays.copyOf(all, NONCE_BYTES);
        byte[] closed = Arrays.copyOfRange(all, NONCE_BYTES, all.length);
        return new String(cipher(Cipher.DECRYPT_MODE, parts[1], owner, nonce, closed), StandardCharsets.UTF_8);
    }

    private byte[] cipher(int mode, String id, String owner, byte[] nonce, byte[] text) {
        SecretKey key = keys.get(id);
        if (key == null) {
            throw new IllegalStateException("the secret of " + owner + " is sealed by the key '" + id
                    + "', which is not among darkroom.webhooks.secret-keys: add it again, after the newest");
        }
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(owner.getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "the secret of " + owner + " does not open by the key '" + id
                            + "': it is damaged, or the key is another one of this name",
                    e);
        }
    }
}
