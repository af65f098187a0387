package io.darkroom.worker.scheduler;

import java.util.List;

/** The schedulers by their names on the wire. */
public final class Schedulers {
    /** The first one is the default. */
    public static final List<String> NAMES = List.of(DdimScheduler.NAME, DpmSolverScheduler.NAME);

    private Schedulers() {}

    /** @throws IllegalArgumentException if there is none of this name */
    public static Scheduler create(String name, NoiseSchedule schedule, int steps) {
        return switch (name) {
            case DdimScheduler.NAME -> new DdimScheduler(schedule, steps);
            case DpmSolverScheduler.NAME -> new DpmSolverScheduler(schedule, steps);
            default -> throw new IllegalArgumentException("unknown scheduler '" + name + "'; there are " + NAMES);
        };
    }
}
