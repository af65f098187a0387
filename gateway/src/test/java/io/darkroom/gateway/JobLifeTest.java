package io.darkroom.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.gateway.stack.Client;
import io.darkroom.gateway.stack.Client.Answer;
import io.darkroom.gateway.stack.GatewayStack;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(GatewayStack.class)
class JobLifeTest {
    private static final String APPLE = """
            {"kind": "image.generate", "model": "stickers", "input": {"prompt": "a red apple"}}
            """;

    @Test
    void aSubmittedJobIsFoundAtOnce() {
        Client alice = Client.of("alice");
        Answer accepted = alice.post("/v1/jobs", APPLE);
        System.out.println(accepted);
        assertThat(accepted.status()).isEqualTo(202);
        Answer found = alice.get(accepted.header("Location"));
        System.out.println(found);
        assertThat(found.status()).isEqualTo(200);
    }
}
