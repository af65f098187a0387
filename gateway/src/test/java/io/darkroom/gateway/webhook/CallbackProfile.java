package io.darkroom.gateway.webhook;

import io.darkroom.gateway.stack.GatewayStack;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;
import java.util.Map;

/** A gateway that may call this machine and is in a hurry. */
public final class CallbackProfile implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "darkroom.webhooks.secret-keys", "test:" + "A".repeat(43) + "=",
                "darkroom.outbound.allow-loopback", "true",
                "darkroom.outbound.allow-http", "true",
                "darkroom.webhooks.delays", "PT0.3S,PT0.6S,PT1S",
                "darkroom.webhooks.timeout", "PT2S",
                "darkroom.webhooks.patience", "PT0.2S",
                "darkroom.webhooks.calls-per-receiver", "4",
                "darkroom.webhooks.waiting-per-receiver", "20",
                "darkroom.webhooks.in-hand", "100");
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(GatewayStack.class));
    }
}
