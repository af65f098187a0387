package io.darkroom.contracts.job;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * A job id: {@code job_} and 26 characters of Crockford base 32 (128 bits).
 *
 * <p>Ids without an idempotency key start with 48 bits of time, so they sort by creation time. Ids with an idempotency
 * key are derived from tenant and key, so a lost idempotency record cannot lead to a second outcome.
 */
public record JobId(@JsonValue String value) implements Comparable<JobId> {
    private static final Pattern FORM = Pattern.compile("job_[0-9a-hjkmnp-tv-z]{26}");
    private static final char[] ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz".toCharArray();

    @JsonCreator
    public JobId {
        if (!isValid(value)) {
            throw new IllegalArgumentException("not a job id: '" + value + "'");
        }
    }

    public static boolean isValid(String value) {
        return FORM.matcher(value).matches();
    }

    /** A new id: 48 bits of {@code epochMillis}, 80 random bits. */
    public static JobId random(long epochMillis, RandomGenerator random) {
        ByteBuffer bits = ByteBuffer.allocate(16);
        bits.putLong(epochMillis << 16 | (random.nextLong() & 0xffff)).putLong(random.nextLong());
        return new JobId("job_" + base32(bits.array()));
    }

    /** The id of the job with this tenant and idempotency key; always the same. */
    public static JobId derived(String tenant, String idempotencyKey) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(tenant.getBytes(StandardCharsets.UTF_8));
            sha256.update((byte) 0);
            byte[] digest = sha256.digest(idempotencyKey.getBytes(StandardCharsets.UTF_8));
            return new JobId("job_" + base32(Arrays.copyOf(digest, 16)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static String base32(byte[] bits128) {
        BigInteger rest = new BigInteger(1, bits128);
        char[] out = new char[26];
        for (int i = out.length - 1; i >= 0; i--) {
            out[i] = ALPHABET[rest.intValue() & 31];
            rest = rest.shiftRight(5);
        }
        return new String(out);
    }

    @Override
    public int compareTo(JobId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
