package io.darkroom.gateway.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Verified by the reference library, which shares no code with ours. */
class WebhookSecretTest {
    private static final String BODY = "{\"type\":\"job.completed\",\"data\":{\"prompt\":\"Äpfel & 🍏\"}}";

    private final WebhookSecret secret = WebhookSecret.random(new Random(1));

    @Test
    void theReferenceLibraryAcceptsOurSignature() {
        Instant now = Instant.now();
        assertThatCode(() -> new Webhook(secret.text()).verify(BODY, headers(now, secret.sign("msg_1", now, bytes()))))
                .doesNotThrowAnyException();
    }

    @Test
    void eitherOfTwoLiveSecretsVerifies() {
        WebhookSecret old = WebhookSecret.random(new Random(2));
        Instant now = Instant.now();
        String both = WebhookSecret.signAll(List.of(secret, old), "msg_1", now, bytes());
        assertThat(both.split(" ")).hasSize(2);
        for (WebhookSecret either : List.of(secret, old)) {
            assertThatCode(() -> new Webhook(either.text()).verify(BODY, headers(now, both)))
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void aChangedBodyIdTimeOrSecretDoesNotVerify() throws Exception {
        Instant now = Instant.now();
        String signature = secret.sign("msg_1", now, bytes());
        Webhook other = new Webhook(WebhookSecret.random(new Random(3)).text());
        Webhook same = new Webhook(secret.text());
        assertThatThrownBy(() -> other.verify(BODY, headers(now, signature))).isInstanceOf(Exception.class);
        assertThatThrownBy(() -> same.verify(BODY + " ", headers(now, signature)))
                .isInstanceOf(WebhookVerificationException.class);
        assertThatThrownBy(() -> same.verify(BODY, headers(now.plusSeconds(1), signature)))
                .isInstanceOf(WebhookVerificationException.class);
        assertThatThrownBy(() -> same.verify(BODY, headers(now, secret.sign("msg_2", now, bytes()))))
                .isInstanceOf(WebhookVerificationException.class);
    }

    /** The example of the specification's own test suites. */
    @Test
    void givesTheKnownSignature() {
        WebhookSecret known = WebhookSecret.parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        assertThat(known.sign(
                        "msg_p5jXN8AQM9LWM0D4loKWxJek",
                        Instant.ofEpochSecond(1_614_265_330),
                        "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @ParameterizedTest
    @ValueSource(ints = {24, 32, 64})
    void takesSecretsOfEveryLegalLength(int bytes) {
        String text = "whsec_" + Base64.getEncoder().encodeToString(new byte[bytes]);
        assertThat(WebhookSecret.parse(text).text()).isEqualTo(text);
    }

    @Test
    void refusesWhatIsNoSecretWithoutRepeatingIt() {
        Stream.of(23, 65)
                .map(bytes -> "whsec_" + Base64.getEncoder().encodeToString(new byte[bytes]))
                .forEach(text -> assertThatThrownBy(() -> WebhookSecret.parse(text))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageNotContaining(text));
        assertThatThrownBy(() -> WebhookSecret.parse("whsec_not*base64")).hasMessageNotContaining("not*base64");
        assertThatThrownBy(() -> WebhookSecret.parse("AAAA")).isInstanceOf(IllegalArgumentException.class);
        assertThat(secret).asString().isEqualTo("whsec_…");
    }

    private static byte[] bytes() {
        return BODY.getBytes(StandardCharsets.UTF_8);
    }

    private static HttpHeaders headers(Instant at, String signature) {
        return HttpHeaders.of(
                Map.of(
                        "webhook-id", List.of("msg_1"),
                        "webhook-timestamp", List.of(Long.toString(at.getEpochSecond())),
                        "webhook-signature", List.of(signature)),
                (name, value) -> true);
    }
}
