package io.darkroom.simulate;

import io.darkroom.planner.Device;
import io.darkroom.planner.Waiting;
import java.util.List;

/** What a policy can observe. Times in seconds. */
public interface FleetView {
    double now();

    int waiting();

    int starting();

    int busy();

    int idle();

    /** How long the oldest waiting job has waited; 0 if none waits. */
    double oldestAge();

    /** How many are idle for at least this long. */
    int idleFor(double seconds);

    /** The workers, with what remains of their jobs as predicted. */
    List<Device> devices();

    /**
     * The waiting jobs with their predicted work.
     *
     * @param target within which a job should start
     */
    List<Waiting> waiting(double target);

    default int workers() {
        return starting() + busy() + idle();
    }
}
