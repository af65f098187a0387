package io.darkroom.gateway.stack;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;
import java.util.Map;

/** Gateways that do only a part of the work. */
public final class RoleProfiles {
    private RoleProfiles() {}

    public static final class Webhooks implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("darkroom.gateway.roles", "webhooks");
        }

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(GatewayStack.class));
        }
    }

    /** As on Kubernetes, where it does not reach the internet. */
    public static final class Api implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("darkroom.gateway.roles", "api", "darkroom.submit.input-urls", "false");
        }

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(GatewayStack.class));
        }
    }
}
