package io.darkroom.gateway.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.local.backends.ServerRuns;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

/** A run that asks for containers gets them here; without this module on the class path it would be processes again. */
class ContainersTest {
    @Test
    void serversCanRunAsContainers() {
        assertThat(ServiceLoader.load(ServerRuns.class)).hasSize(1);
    }
}
