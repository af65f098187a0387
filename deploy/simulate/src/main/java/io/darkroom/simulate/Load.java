package io.darkroom.simulate;

/**
 * Jobs in the order of their arrival.
 *
 * @param at arrivals, seconds, not falling
 * @param work device seconds that each takes
 * @param predicted predicted device seconds of each
 */
@SuppressWarnings("ArrayRecordComponent") // a million jobs, written once and read by index
public record Load(double[] at, float[] work, float[] predicted) {
    public int jobs() {
        return at.length;
    }

    /** Device seconds in all. */
    public double totalWork() {
        double sum = 0;
        for (float each : work) {
            sum += each;
        }
        return sum;
    }
}
