package io.darkroom.gateway.webhook;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A symmetric signing secret as defined by Standard Webhooks 1.0: {@code whsec_} and base64 of 24 to 64 bytes. It signs
 * {@code id.timestamp.body} with HMAC-SHA-256.
 */
public final class WebhookSecret {
    private static final String PREFIX = "whsec_";
    private static final int MIN_BYTES = 24;
    private static final int MAX_BYTES = 64;
    private static final int OWN_BYTES = 32;

    private final byte[] key;

    private WebhookSecret(byte[] key) {
        this.key = key;
    }

    public static WebhookSecret random(RandomGenerator random) {
        byte[] key = new byte[OWN_BYTES];
        random.nextBytes(key);
        return new WebhookSecret(key);
    }

    /** @throws IllegalArgumentException if the text is malformed; the message does not contain it */
    public static WebhookSecret parse(String text) {
        if (!text.startsWith(PREFIX)) {
            throw new IllegalArgumentException("a webhook secret must start with " + PREFIX);
        }
        byte[] key;
        try {
            key = Base64.getDecoder().decode(text.substring(PREFIX.length()));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("a webhook secret must be base64 after " + PREFIX);
        }
        if (key.length < MIN_BYTES || key.length > MAX_BYTES) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "a webhook secret must have %d to %d bytes, not %d",
                    MIN_BYTES,
                    MAX_BYTES,
                    key.length));
        }
        return new WebhookSecret(key);
    }

    /** The secret as text, to be shared with the receiver. */
    public String text() {
        return PREFIX + Base64.getEncoder().encodeToString(key);
    }

    /** A signature, {@code v1,<base64>}. */
    public String sign(String id, Instant at, byte[] body) {
        byte[] head = (id + "." + at.getEpochSecond() + ".").getBytes(StandardCharsets.UTF_8);
        byte[] signed = ByteBuffer.allocate(head.length + body.length)
                .put(head)
                .put(body)
                .array();
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    /**
     * The value of {@code webhook-signature}: one signature per valid secret, so that receivers can verify with either.
     */
    public static String signAll(List<WebhookSecret> secrets, String id, Instant at, byte[] body) {
        return secrets.stream().map(secret -> secret.sign(id, at, body)).collect(Collectors.joining(" "));
    }

    @Override
    public String toString() {
        return PREFIX + "…";
    }
}
