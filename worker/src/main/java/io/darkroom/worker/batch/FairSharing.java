package io.darkroom.worker.batch;

import java.util.PriorityQueue;

/**
 * When each job would end if the device were shared evenly, second by second, between all jobs that wait. Jobs that run in the
 * order of these ends need not slow each other down as even sharing would: none ends later than under it, and most end earlier (the
 * fair sojourn protocol, Friedman and Henderson, "Fairness and efficiency in web server protocols", 2003). This needs the work of a job
 * in advance, which is known from its steps and rows.
 *
 * <p>Time here is virtual: it advances by {@code t / n} while the device works for {@code t} and {@code n} jobs would share it, so a
 * job with work {@code w} that arrives at {@code v} ends at {@code v + w}, whatever arrives later.
 */
final class FairSharing {
    private final PriorityQueue<Double> ends = new PriorityQueue<>();
    private double now;

    /**
     * Adds work.
     *
     * @param end virtual end of the same job's earlier work, if that is not over; otherwise any smaller value
     * @param work nanoseconds
     * @return virtual end of the job with this work
     */
    double add(double end, double work) {
        ends.remove(end);
        double later = Math.max(end, now) + work;
        ends.add(later);
        return later;
    }

    /** The job with this virtual end is over, earlier or later than expected. */
    void remove(double end) {
        ends.remove(end);
    }

    /** The device did this much work for any of the jobs. */
    void advance(double nanos) {
        double left = nanos;
        while (!ends.isEmpty()) {
            double first = ends.element();
            double until = (first - now) * ends.size();
            if (until > left) {
                now += left / ends.size();
                return;
            }
            left -= Math.max(0, until);
            now = Math.max(now, first);
            ends.remove();
        }
    }

    /** No job waits: ends that were estimated wrongly are dropped. */
    void clear() {
        ends.clear();
    }
}
