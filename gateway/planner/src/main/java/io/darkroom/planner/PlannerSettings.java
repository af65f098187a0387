package io.darkroom.planner;

/**
 * Scaling settings of a pool. Times are in seconds.
 *
 * @param min minimum number of workers, also without load
 * @param max maximum number of workers
 * @param coldStart time from the decision to start a worker until it can acquire a job
 * @param floorFactor multiple of the offered load kept warm; default 1
 * @param headroom multiple of the square root of the offered load kept warm in addition: peaks above the mean grow with
 *     that root, so small pools need relatively more headroom than large ones
 * @param patience fraction of a cold start that any job may wait; at 1 a device is added only for a job that no
 *     existing device could start earlier, at 0 for each job that does not start immediately. Below 1, the jobs waiting
 *     now also stand for those about to arrive
 * @param startsAtOnce maximum number of concurrent cold starts; further ones wait for the next plan
 */
public record PlannerSettings(
        int min, int max, double coldStart, double floorFactor, double headroom, double patience, int startsAtOnce) {

    public PlannerSettings {
        if (min < 0 || max < min || startsAtOnce < 1) {
            throw new IllegalArgumentException("a pool needs 0 <= min <= max and startsAtOnce >= 1, not " + min + ", "
                    + max + ", " + startsAtOnce);
        }
        if (!(coldStart >= 0 && floorFactor >= 0 && headroom >= 0 && patience >= 0)) {
            throw new IllegalArgumentException("cold start, floor and headroom cannot be negative: " + coldStart + ", "
                    + floorFactor + ", " + headroom);
        }
    }

    /** Balanced defaults according to the simulator, see docs/scaling.md. */
    public static PlannerSettings of(int min, int max, double coldStart) {
        return new PlannerSettings(min, max, coldStart, 1, 1, 0.25, Integer.MAX_VALUE);
    }

    /** Number of workers kept warm for an offered load; a load well below one device keeps none. */
    int floor(double offered) {
        double devices = offered <= 0 ? 0 : floorFactor * offered + headroom * Math.sqrt(offered);
        return (int) Math.min(max, Math.max(min, Math.floor(devices)));
    }
}
