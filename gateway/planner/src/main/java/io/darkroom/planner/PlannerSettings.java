package io.darkroom.planner;

/**
 * How a pool is to be scaled. Times in seconds.
 *
 * @param min fewest workers, also without any load
 * @param max most workers
 * @param coldStart from the decision to start a worker until it takes a job
 * @param floorFactor of the offered load, kept as a warm floor; 1
 * @param headroom times the square root of the offered load, kept on top of the floor: demand above its mean grows like
 *     that root, so small pools need relatively more room than large ones
 * @param patience share of a cold start for which a job may always wait; at 1 a device is added only for a job that no
 *     present device could start before the new one, at 0 for each job that does not start at once. Below 1, what waits now
 *     also stands for what is about to come
 * @param startsAtOnce cold starts under way at once; more wait for the next look
 */
public record PlannerSettings(
        int min, int max, double coldStart, double floorFactor, double headroom, double patience, int startsAtOnce) {

    public PlannerSettings {
        if (min < 0 || max < min || startsAtOnce < 1) {
            throw new IllegalArgumentException(
                    "a pool needs 0 <= min <= max and a start at once, not " + min + ", " + max + ", " + startsAtOnce);
        }
        if (!(coldStart >= 0 && floorFactor >= 0 && headroom >= 0 && patience >= 0)) {
            throw new IllegalArgumentException("cold start, floor and headroom cannot be negative: " + coldStart + ", "
                    + floorFactor + ", " + headroom);
        }
    }

    /** Settings that the simulator shows to be a fair middle: docs/scaling.md. */
    public static PlannerSettings of(int min, int max, double coldStart) {
        return new PlannerSettings(min, max, coldStart, 1, 1, 0.25, Integer.MAX_VALUE);
    }

    /** Workers that an offered load keeps warm; a load of a fraction of one device keeps none. */
    int floor(double offered) {
        double devices = offered <= 0 ? 0 : floorFactor * offered + headroom * Math.sqrt(offered);
        return (int) Math.min(max, Math.max(min, Math.floor(devices)));
    }
}
