package io.darkroom.gateway.webhook;

import io.darkroom.gateway.stack.GatewayStack;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A gateway that calls no client and has a second callback channel, with a group of its own. */
public final class PaceProfile implements QuarkusTestProfile {
    static final String CHANNEL = "pace";

    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> settings = new HashMap<>();
        settings.put("darkroom.gateway.roles", "api");
        settings.put("darkroom.test.pace", "true");
        Map.of(
                        "connector", "smallrye-kafka",
                        "topic", "darkroom.events",
                        "group.id", "pace.channel",
                        "auto.offset.reset", "earliest",
                        "session-timeout", "PT10S",
                        "batch", "true",
                        "commit-strategy", "batch",
                        "pausable", "true",
                        "pausable.initially-paused", "true",
                        "pausable.late-subscription", "true")
                .forEach((name, value) -> settings.put("mp.messaging.incoming." + CHANNEL + "." + name, value));
        return settings;
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(GatewayStack.class));
    }
}
