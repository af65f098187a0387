package io.darkroom.worker.batch;

import java.util.PriorityQueue;

/**
 * When each job would end if the device were shared evenly, second by second, between all that are there. Jobs that go in the
 * order of these ends need not be slowed down by each other as even sharing would: none ends later than under it, and most
 * end earlier (the fair sojourn protocol, Friedman and Henderson, "Fairness and efficiency in web server protocols", 2003).
 * That takes knowing the work of a job beforehand, which is its steps and rows.
 *
 * <p>Time here is virtual: it passes by {@code t / n} while the device works for {@code t} and {@code n} jobs would share it, so
 * a job of work {@code w} that comes at {@code v} ends at {@code v + w}, whoever comes later.
 */
final class FairSharing {
    private final PriorityQueue<Double> ends = new PriorityQueue<>();
    private double now;

    /**
     * More work came.
     *
     * @param end of the same job's earlier work, if that is not over; otherwise anything below
     * @param work nanoseconds
     * @return when it would end
     */
    double add(double end, double work) {
        ends.remove(end);
        double later = Math.max(end, now) + work;
        ends.add(later);
        return later;
    }

    /** A job that was to end then is over, earlier or later than expected. */
    void end(double end) {
        ends.remove(end);
    }

    /** The device did so much work for any of them. */
    void pass(double nanos) {
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

    /** Nobody waits: what was expected wrongly is forgotten. */
    void clear() {
        ends.clear();
    }
}
