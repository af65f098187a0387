package io.darkroom.worker.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.local.backends.ServerRuns;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

/** Containers are used where they are requested; without this module on the class path, processes would be. */
class ContainersTest {
    @Test
    void serversCanRunAsContainers() {
        assertThat(ServiceLoader.load(ServerRuns.class)).hasSize(1);
    }
}
