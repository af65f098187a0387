package io.darkroom.local.stack;

import io.darkroom.local.process.Component;
import io.darkroom.local.process.Ports;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The worker processes of a stack: those that run from the start, and those that start on demand. */
final class Workers implements AutoCloseable {
    private final Map<String, Component> all = new LinkedHashMap<>();
    private final List<Component> onDemand = new ArrayList<>();
    private final List<Integer> portsAtStart = new ArrayList<>();
    private final @Nullable Scaler scaler;

    Workers(Apps apps, Ports ports, Range range, List<Integer> managementPorts, Consumer<String> notices) {
        boolean elastic = range.isElastic();
        // The first one announces the models to the gateway, even where it may exit at once.
        int atStart = elastic ? Math.max(1, range.fewest()) : range.fewest();
        for (int i = 1; i <= range.most(); i++) {
            int port = ports.free();
            Component worker = apps.worker("worker-" + i, port);
            all.put("worker-" + i, worker);
            if (i <= atStart) {
                portsAtStart.add(port);
            } else {
                onDemand.add(worker);
            }
        }
        if (elastic) {
            all.values().forEach(Component::mayExit);
            scaler = new Scaler(managementPorts, List.copyOf(all.values()), notices);
        } else {
            scaler = null;
        }
    }

    /** How many there may be. */
    record Range(int fewest, int most) {
        Range {
            if (fewest < 0 || most < fewest) {
                throw new IllegalArgumentException("workers from " + fewest + " to " + most + " are not a range");
            }
        }

        boolean isElastic() {
            return most > fewest;
        }

        /** Environment of a gateway that plans them; empty if their number is fixed. */
        Map<String, String> environment() {
            return !isElastic()
                    ? Map.of()
                    : Map.of(
                            "DARKROOM_FLEET_RETIRE", "true",
                            "DARKROOM_FLEET_MIN", Integer.toString(fewest),
                            "DARKROOM_FLEET_MAX", Integer.toString(most),
                            // About the start time of a worker here; idle for twice that long is too long.
                            "DARKROOM_FLEET_COLD_START", "PT6S",
                            "DARKROOM_FLEET_IDLE", "PT12S",
                            "DARKROOM_FLEET_OFFERED_WINDOW", "PT1M");
        }
    }

    /** By name. */
    Map<String, Component> all() {
        return all;
    }

    /** Those that are started on demand only. */
    List<Component> onDemand() {
        return onDemand;
    }

    /** Of those that run from the start. */
    List<Integer> portsAtStart() {
        return portsAtStart;
    }

    /** Starts workers from now on as the gateway demands them. A no-op where their number is fixed. */
    void follow() {
        if (scaler != null) {
            scaler.start();
        }
    }

    @Override
    public void close() {
        if (scaler != null) {
            scaler.close();
        }
    }
}
