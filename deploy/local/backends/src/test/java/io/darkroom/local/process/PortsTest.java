package io.darkroom.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PortsTest {
    private final Ports ports = new Ports(new Random(7));

    @Test
    void givesDifferentPortsBelowTheRangeOfOutgoingConnections() {
        assertThat(ports.free(50))
                .doesNotHaveDuplicates()
                .hasSize(50)
                .allMatch(port -> port >= 20_000 && port < 32_000)
                .allMatch(Ports::isFree);
    }

    @Test
    void aTakenPortIsNotGivenAgain() throws Exception {
        int wanted = ports.free();
        assertThat(ports.preferring(wanted)).isEqualTo(wanted);
        try (ServerSocket taken = new ServerSocket(wanted, 1, InetAddress.getLoopbackAddress())) {
            assertThat(Ports.isFree(wanted)).isFalse();
            assertThat(ports.preferring(wanted)).isNotEqualTo(taken.getLocalPort());
        }
    }
}
