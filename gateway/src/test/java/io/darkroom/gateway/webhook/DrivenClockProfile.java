package io.darkroom.gateway.webhook;

import io.darkroom.gateway.stack.GatewayStack;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The retry schedule as it is shipped, in a time that a test drives. */
public final class DrivenClockProfile implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of("darkroom.outbound.allow-loopback", "true", "darkroom.outbound.allow-http", "true");
    }

    @Override
    public Set<Class<?>> getEnabledAlternatives() {
        return Set.of(DrivenClock.class);
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(GatewayStack.class));
    }
}
