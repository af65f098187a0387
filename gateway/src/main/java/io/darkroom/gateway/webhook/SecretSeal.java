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
 * Encrypts secrets before they are written to the log, with AES-256-GCM. An encrypted secret is {@code sealed:<key
 * id>:<base64>} of a 12-byte random nonce, the ciphertext and its tag; the owner's id is the additional authenticated
 * data. The first key encrypts, every key decrypts secrets with its id: to rotate keys, put a new one first, and remove
 * the old one when no secret uses it any more.
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
     * @param texts {@code <id>:<base64 of 32 bytes>}, newest first; empty: secrets are not encrypted
     * @throws IllegalArgumentException if one is malformed; the message does not contain it
     */
    SecretSeal(List<String> texts, RandomGenerator random) {
        for (String text : texts) {
            var parts = KEY.matcher(text.strip());
            byte[] key = parts.matches() ? decode(parts.group(2)) : new byte[0];
            if (key.length != KEY_BYTES) {
                throw new IllegalArgumentException("each of darkroom.webhooks.secret-keys must be <id>:<base64 of "
                        + KEY_BYTES + " random bytes>, the newest first");
            }
            if (keys.put(parts.group(1), new SecretKeySpec(key, "AES")) != null) {
                throw new IllegalArgumentException(
                        "darkroom.webhooks.secret-keys contains the key id '" + parts.group(1) + "' twice");
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

    /** Whether there is a key to encrypt with. */
    boolean canSeal() {
        return current != null;
    }

    /** Whether a stored secret is encrypted with the current key, or in plain text if there is none. */
    boolean isCurrent(String stored) {
        return current == null ? !stored.startsWith(PREFIX) : stored.startsWith(PREFIX + current + ":");
    }

    /** The text to store; the plain secret if there is no key. */
    String seal(String secret, String owner) {
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
     * Decrypts a stored secret, which may also be plain text.
     *
     * @throws IllegalStateException if its key is not configured, or it belongs to another owner
     */
    String unseal(String stored, String owner) {
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
            throw new IllegalStateException("the secret of " + owner + " is encrypted with the key '" + id
                    + "', which is not in darkroom.webhooks.secret-keys: add it again, after the newest");
        }
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(owner.getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "the secret of " + owner + " cannot be decrypted with the key '" + id + "': it is damaged,"
                            + " or the key has changed",
                    e);
        }
    }
}
