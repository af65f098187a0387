package io.darkroom.planner;

/**
 * A worker, as modelled by the planner.
 *
 * @param id worker id; empty while it is starting
 * @param state current state
 * @param freeIn seconds until its current jobs are done or, while starting, until it is ready
 * @param idleFor seconds without work; 0 unless idle
 * @param warm number of models in memory; workers with fewer are retired first
 */
public record Device(String id, State state, double freeIn, double idleFor, int warm) {
    /** State of a device. */
    public enum State {
        STARTING,
        BUSY,
        IDLE
    }

    public static Device starting(double readyIn) {
        return new Device("", State.STARTING, Math.max(0, readyIn), 0, 0);
    }

    public static Device busy(String id, double remaining) {
        return new Device(id, State.BUSY, Math.max(0, remaining), 0, 0);
    }

    public static Device idle(String id, double idleFor, int warm) {
        return new Device(id, State.IDLE, 0, idleFor, warm);
    }
}
