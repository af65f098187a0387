package io.darkroom.planner;

import java.util.List;

/**
 * What the planner looks at, at one moment, of one pool of equal workers.
 *
 * @param devices that exist or start
 * @param waiting jobs, in any order
 * @param offered device seconds per second that were submitted lately, i.e. the devices that such a load keeps busy
 * @param leastIdle the smallest number of devices that were idle at once during the settings' idle time
 */
public record FleetSnapshot(List<Device> devices, List<Waiting> waiting, double offered, int leastIdle) {
    public FleetSnapshot {
        devices = List.copyOf(devices);
        waiting = List.copyOf(waiting);
    }

    long count(Device.State state) {
        return devices.stream().filter(device -> device.state() == state).count();
    }
}
