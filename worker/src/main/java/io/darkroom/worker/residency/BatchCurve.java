package io.darkroom.worker.residency;

import io.darkroom.worker.batch.EngineException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * The measured cost of runs by their number of rows, and the number chosen for a model. Every run has the same number of rows,
 * filled or not, so a single job pays for rows that it does not need; the number is doubled only while the additional rows cost
 * little. That is so for a small model on a GPU, and hardly ever on two CPU cores.
 *
 * @param points by rows, ascending; the last one may have been too expensive
 * @param rows the choice
 */
record BatchCurve(List<Point> points, int rows) {
    /** Twice the rows are worth it while a run takes at most this factor longer: a full run then has a third more throughput. */
    static final double MAX_SLOWDOWN = 1.5;

    static final int MAX_ROWS = 8;
    private static final int REPEATS = 3;

    /**
     * @param seconds of the best of several runs
     * @param bytes growth of the process since before the first run
     */
    record Point(int rows, double seconds, long bytes) {}

    /** Runs the model with a number of rows. */
    @FunctionalInterface
    interface Probe {
        /**
         * Seconds of one run.
         *
         * @throws EngineException {@code OUT_OF_MEMORY} if it does not fit
         */
        double run(int rows);
    }

    /**
     * Doubles the rows while it pays off.
     *
     * @param least rows of one sample
     * @param budget bytes by which runs may grow the process; the next size is assumed to need twice as much
     * @param memory size of the process, bytes
     */
    static BatchCurve measure(int least, long budget, Probe probe, LongSupplier memory) {
        long before = memory.getAsLong();
        List<Point> points = new ArrayList<>();
        double seconds = probe.run(least);
        Point best = new Point(least, seconds, memory.getAsLong() - before);
        points.add(best);
        while (2 * best.rows() <= MAX_ROWS && 2 * best.bytes() <= budget) {
            Point next;
            try {
                next = compare(best, probe, memory, before, points);
            } catch (EngineException e) {
                if (e.reason() != EngineException.Reason.OUT_OF_MEMORY) {
                    throw e;
                }
                break;
            }
            points.add(next);
            if (next.seconds() > MAX_SLOWDOWN * points.get(points.size() - 2).seconds() || next.bytes() > budget) {
                break;
            }
            best = next;
        }
        return new BatchCurve(List.copyOf(points), best.rows());
    }

    /** Alternates between both sizes, so that foreign load affects both; also improves the measurement of the last point. */
    private static Point compare(Point best, Probe probe, LongSupplier memory, long before, List<Point> points) {
        double small = best.seconds();
        double large = Double.MAX_VALUE;
        for (int i = 0; i < REPEATS; i++) {
            large = Math.min(large, probe.run(2 * best.rows()));
            small = Math.min(small, probe.run(best.rows()));
        }
        points.set(points.size() - 1, new Point(best.rows(), small, best.bytes()));
        return new Point(2 * best.rows(), large, memory.getAsLong() - before);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Point point : points) {
            text.append(String.format(
                    Locale.ROOT,
                    "%s%d rows: %.1f ms a run, %.1f rows/s",
                    text.isEmpty() ? "" : "; ",
                    point.rows(),
                    point.seconds() * 1000,
                    point.rows() / point.seconds()));
        }
        return text.toString();
    }
}
