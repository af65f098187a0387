package io.darkroom.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.gateway.stack.Client;
import io.darkroom.gateway.stack.GatewayStack;
import io.darkroom.rules.UsesServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Arrays;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;

/** How long a submission takes, one after the other, warm. The bound is generous; the figures are in the log. */
@UsesServers
@QuarkusTest
@QuarkusTestResource(GatewayStack.class)
class SubmitPaceTest {
    private static final Logger LOG = Logger.getLogger(SubmitPaceTest.class);
    private static final String APPLE =
            "{\"kind\":\"image.generate\",\"model\":\"stickers\",\"input\":{\"prompt\":\"a red apple\"}}";

    @Test
    void aSubmissionTakesMilliseconds() {
        Client alice = Client.of("alice");
        measure(alice, 200, false);
        long[] plain = measure(alice, 500, false);
        long[] keyed = measure(alice, 500, true);
        LOG.infof("submit: %s; with an idempotency key: %s", figures(plain), figures(keyed));
        assertThat(plain[plain.length / 2]).as("p50, µs").isLessThan(100_000);
    }

    private static long[] measure(Client client, int calls, boolean keyed) {
        long[] micros = new long[calls];
        for (int i = 0; i < calls; i++) {
            long start = System.nanoTime();
            var answer = keyed
                    ? client.post("/v1/jobs", APPLE, "Idempotency-Key", "pace-" + i)
                    : client.post("/v1/jobs", APPLE);
            micros[i] = (System.nanoTime() - start) / 1000;
            assertThat(answer.status()).isEqualTo(202);
        }
        Arrays.sort(micros);
        return micros;
    }

    private static String figures(long[] sorted) {
        return "p50 %.1f ms, p99 %.1f ms"
                .formatted(sorted[sorted.length / 2] / 1e3, sorted[sorted.length * 99 / 100] / 1e3);
    }
}
