package io.darkroom.contracts.tenant;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * An API key: {@code dk_}, 160 random bits in hex, a checksum of 8 hex digits. The checksum distinguishes a mistyped
 * key from a revoked one without a lookup. The key is shown once; only {@link #sha256} is stored.
 */
public record ApiKey(String value) {
    private static final Pattern FORM = Pattern.compile("dk_[0-9a-f]{40}[0-9a-f]{8}");
    private static final int VISIBLE = 9;

    public ApiKey {
        if (!isWellFormed(value)) {
            throw new IllegalArgumentException("not an API key");
        }
    }

    public static ApiKey random(SecureRandom random) {
        byte[] bits = new byte[20];
        random.nextBytes(bits);
        String body = HexFormat.of().formatHex(bits);
        return new ApiKey("dk_" + body + checksum(body));
    }

    public static boolean isWellFormed(String value) {
        return FORM.matcher(value).matches() && value.endsWith(checksum(value.substring(3, 43)));
    }

    private static String checksum(String body) {
        CRC32 crc = new CRC32();
        crc.update(body.getBytes(StandardCharsets.US_ASCII));
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }

    public String sha256() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(value.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** The part of the key that is safe to show and log. */
    public String prefix() {
        return value.substring(0, VISIBLE);
    }

    @Override
    public String toString() {
        return prefix() + "…";
    }
}
