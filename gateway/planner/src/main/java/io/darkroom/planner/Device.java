package io.darkroom.planner;

/**
 * A worker as the planner sees it.
 *
 * @param id its name; empty while it has none yet
 * @param state what it does
 * @param freeIn seconds until it has worked off what it holds, or, while it starts, until it is ready
 * @param idleFor seconds without work; 0 unless idle
 * @param warm how many models it has in memory; those with fewer go first
 */
public record Device(String id, State state, double freeIn, double idleFor, int warm) {
    /** What a device does. */
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
