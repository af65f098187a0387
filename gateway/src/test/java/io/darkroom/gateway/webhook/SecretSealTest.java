package io.darkroom.gateway.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretSealTest {
    private static final String SECRET = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    private static final String FIRST = key("k1", 1);
    private static final String SECOND = key("k2", 2);

    @Test
    void decryptsForTheSameOwnerOnly() {
        SecretSeal seal = seal(FIRST);
        String closed = seal.seal(SECRET, "we_a");
        assertThat(closed).startsWith("sealed:k1:").doesNotContain("AAECAwQF");
        assertThat(seal.unseal(closed, "we_a")).isEqualTo(SECRET);
        assertThatThrownBy(() -> seal.unseal(closed, "we_b")).hasMessageContaining("cannot be decrypted");
    }

    @Test
    void encryptsDifferentlyEachTime() {
        SecretSeal seal = seal(FIRST);
        assertThat(seal.seal(SECRET, "we_a")).isNotEqualTo(seal.seal(SECRET, "we_a"));
    }

    @Test
    void noticesAChangedByte() {
        SecretSeal seal = seal(FIRST);
        String closed = seal.seal(SECRET, "we_a");
        String head = closed.substring(0, "sealed:k1:".length());
        byte[] bytes = Base64.getDecoder().decode(closed.substring(head.length()));
        for (int i = 0; i < bytes.length; i++) {
            byte[] planted = bytes.clone();
            planted[i] ^= 1;
            String damaged = head + Base64.getEncoder().encodeToString(planted);
            assertThatThrownBy(() -> seal.unseal(damaged, "we_a"))
                    .as("byte %d", i)
                    .hasMessageContaining("damaged");
        }
    }

    @Test
    void changesItsKeyById() {
        String old = seal(FIRST).seal(SECRET, "we_a");
        SecretSeal both = seal(SECOND, FIRST);
        assertThat(both.unseal(old, "we_a")).isEqualTo(SECRET);
        assertThat(both.isCurrent(old)).isFalse();
        String fresh = both.seal(SECRET, "we_a");
        assertThat(both.isCurrent(fresh)).isTrue();
        assertThat(seal(SECOND).unseal(fresh, "we_a")).isEqualTo(SECRET);
        assertThatThrownBy(() -> seal(SECOND).unseal(old, "we_a"))
                .hasMessageContaining("'k1'")
                .hasMessageContaining("darkroom.webhooks.secret-keys");
    }

    @Test
    void readsPlainTextFromBeforeThereWasAKey() {
        assertThat(seal().seal(SECRET, "we_a")).isEqualTo(SECRET);
        assertThat(seal(FIRST).unseal(SECRET, "we_a")).isEqualTo(SECRET);
        assertThat(seal(FIRST).isCurrent(SECRET)).isFalse();
        assertThat(seal().isCurrent(SECRET)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "k1", "k1:", "k1:AAAA", ":AAAA", "k1:not base64", "k 1:AAAA"})
    void refusesKeysThatAreNone(String bad) {
        assertThatThrownBy(() -> seal(bad))
                .hasMessageContaining("darkroom.webhooks.secret-keys")
                .message()
                .doesNotContain("AAAA");
    }

    @Test
    void refusesOneNameForTwoKeys() {
        assertThatThrownBy(() -> seal(FIRST, key("k1", 3))).hasMessageContaining("'k1' twice");
    }

    private static SecretSeal seal(String... keys) {
        return new SecretSeal(List.of(keys), new Random(7));
    }

    private static String key(String id, long seed) {
        byte[] bits = new byte[32];
        new Random(seed).nextBytes(bits);
        return id + ":" + Base64.getEncoder().encodeToString(bits);
    }
}
