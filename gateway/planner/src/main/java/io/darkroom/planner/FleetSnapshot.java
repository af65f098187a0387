package io.darkroom.planner;

import java.util.List;

/**
 * The state of one pool of equal workers at one moment, the input of the planner.
 *
 * @param running and starting devices
 * @param waiting waiting jobs, in any order
 * @param offered recently submitted device seconds per second, i.e. the number of devices that this load keeps busy
 * @param leastIdle smallest number of simultaneously idle devices during the idle window
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
