package io.darkroom.local.stack;

import io.darkroom.local.process.Ports;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the gateways of a stack listen, in their order.
 *
 * @param clients ports for clients
 * @param management ports for health, metrics and the fleet's demand
 */
record GatewayPorts(List<Integer> clients, List<Integer> management) {
    /** @param wanted port of the first one for clients, if it is free; null: any */
    static GatewayPorts choose(int gateways, @Nullable Integer wanted, Ports free) {
        List<Integer> clients = new ArrayList<>(free.free(gateways));
        if (wanted != null && !clients.isEmpty()) {
            clients.set(0, free.preferring(wanted));
        }
        return new GatewayPorts(List.copyOf(clients), free.free(gateways));
    }

    /** Base addresses for clients. */
    List<String> addresses(String scheme) {
        return clients.stream().map(port -> scheme + "://127.0.0.1:" + port).toList();
    }
}
