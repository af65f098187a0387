package io.darkroom.simulate;

/** Decides at each interval how many workers to start or stop. Stateful: one object for each simulation. */
public interface Policy {
    /** For tables. */
    String name();

    Move decide(FleetView fleet);

    /** A job was submitted. */
    default void submitted(double now, double predictedWork) {}

    /**
     * What to do.
     *
     * @param start workers to start
     * @param stop workers to stop
     * @param includeBusy whether those to stop are drawn from all workers, as by an orchestrator that does not know which are busy;
     *     otherwise only idle ones stop, those first that are idle longest
     */
    record Move(int start, int stop, boolean includeBusy) {
        public static final Move NONE = new Move(0, 0, false);
    }
}
