package io.darkroom.contracts.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class ApiKeyTest {
    private final ApiKey key = ApiKey.random(new SecureRandom());

    @Test
    void everyMistypedCharacterIsNoticed() {
        String text = key.value();
        for (int i = 0; i < text.length(); i++) {
            char wrong = text.charAt(i) == '0' ? '1' : '0';
            String mistyped = text.substring(0, i) + wrong + text.substring(i + 1);
            assertThat(ApiKey.isWellFormed(mistyped)).as("character %d", i).isFalse();
        }
        assertThat(ApiKey.isWellFormed(text)).isTrue();
        assertThat(ApiKey.isWellFormed(text + "0")).isFalse();
        assertThat(ApiKey.isWellFormed("")).isFalse();
    }

    @Test
    void isNotShownByAccident() {
        assertThat(key.toString()).doesNotContain(key.value().substring(9)).startsWith(key.prefix());
        assertThatThrownBy(() -> new ApiKey(key.value() + "x")).hasMessageNotContaining(key.value());
    }

    @Test
    void theHashIsOfTheWholeKey() {
        assertThat(key.sha256()).matches("[0-9a-f]{64}").isEqualTo(new ApiKey(key.value()).sha256());
        assertThat(ApiKey.random(new SecureRandom()).sha256()).isNotEqualTo(key.sha256());
    }
}
